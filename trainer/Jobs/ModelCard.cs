using System.Text;
using ChatBot.Learning.Registry;
using ChatBot.Trainer.Evaluation;

namespace ChatBot.Trainer.Jobs;

/// <summary>
/// The README beside an adapter: what it is, what it was made of, how it measured, how to serve it. Holds no words of people.
/// </summary>
internal static class ModelCard
{
    public static string Write(AdapterManifest manifest, GateReport report)
    {
        var text = new StringBuilder();
        text.AppendLine(
            $"""
            # {manifest.Id}
            {What(manifest)}

            ## Made of
            Data `{manifest.Data.Sha256}`: {string.Join(
                ", ",
                manifest.Data.Counts.Select(part => $"{part.Value} {part.Key}")
            )}. Nothing of the
            test part, nor anything that means the same, was trained on. Objective: {manifest.Objective}. Version of the
            trainer: {manifest.CodeVersion}.

            | setting | value |
            |---|---|
            """
        );
        foreach (var (name, value) in manifest.Settings)
            text.AppendLine($"| {name} | {value} |");
        text.AppendLine(
            $"""

            ## Measured
            In the serving runtime, on {report.Cases} questions, {report.HeldOut} of them held out, asked of the base and of the base
            with the adapter, each with no correction standing in.

            """
        );
        text.Append(report.ToMarkdown());
        text.AppendLine(
            $"""

            ## Served
            {How(manifest)}
            """
        );
        return text.ToString();
    }

    private static string What(AdapterManifest manifest) =>
        manifest.ServedAs is { } name
            ? $"What a server made of {manifest.Base.Name}, and has under the name `{name}`: trained on feedback that people of the "
                + $"workspace\n{manifest.Workspace} approved."
            : $"A LoRA adapter for {manifest.Base.Name} ({manifest.Base.Architecture}), trained on feedback that people of the "
                + $"workspace\n{manifest.Workspace} approved. It fits this base only: SHA-256 `{manifest.Base.Sha256}`.";

    private static string How(AdapterManifest manifest) =>
        manifest.ServedAs is { } name
            ? $"By its server: the bot asks the endpoint of `Model:Endpoint` for `{name}`."
            : $"`{AdapterFolder.AdapterFile}` by llama.cpp and in the bot's own process; `adapter_config.json` with\n"
                + $"`adapter_model.safetensors` by vLLM (`--lora-modules {manifest.Id}=FOLDER`).";
}
