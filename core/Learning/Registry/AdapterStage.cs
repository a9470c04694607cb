namespace ChatBot.Learning.Registry;

/// <summary>Where an adapter stands: candidate → staging → canary → production → retired; the first two may be rejected.</summary>
public enum AdapterStage
{
    /// <summary>Passed the gate; nobody looked at it yet.</summary>
    Candidate,

    /// <summary>An admin wants it tried; answers nobody yet.</summary>
    Staging,

    /// <summary>Answers a share of conversations.</summary>
    Canary,

    /// <summary>Answers all others.</summary>
    Production,

    /// <summary>Answered once; its successor does, or the one before it does again.</summary>
    Retired,

    /// <summary>Never answered anybody.</summary>
    Rejected,
}

/// <summary>Which stage follows which.</summary>
public static class AdapterStages
{
    /// <summary>Whether promoting may lead from one to the other: one step at a time, none left out.</summary>
    public static bool Follows(AdapterStage from, AdapterStage to) =>
        (from, to)
            is
                (AdapterStage.Candidate, AdapterStage.Staging)
                or
                (AdapterStage.Staging, AdapterStage.Canary)
                or
                (AdapterStage.Canary, AdapterStage.Production);

    /// <summary>What becomes of an adapter that is taken back; null where it is out of use already.</summary>
    public static AdapterStage? TakenBack(AdapterStage from) =>
        from switch
        {
            AdapterStage.Candidate or AdapterStage.Staging => AdapterStage.Rejected,
            AdapterStage.Canary or AdapterStage.Production => AdapterStage.Retired,
            _ => null,
        };

    /// <summary>As stored and on the wire.</summary>
    public static string Wire(AdapterStage stage) => stage.ToString().ToLowerInvariant();

    public static AdapterStage? Read(string? name) =>
        Enum.GetValues<AdapterStage>().Select(stage => (AdapterStage?)stage).FirstOrDefault(stage => Wire(stage!.Value) == name);
}
