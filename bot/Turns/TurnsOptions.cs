using System.ComponentModel.DataAnnotations;

namespace ChatBot.Bot.Turns;

/// <summary>Section <c>Turns</c>: the queues between channels and the answerer.</summary>
public sealed class TurnsOptions
{
    public const string Section = "Turns";

    /// <summary>Questions answered side by side by one instance.</summary>
    [Range(1, 256)]
    public int Answering { get; set; } = 8;

    /// <summary>Replies sent side by side by one instance.</summary>
    [Range(1, 256)]
    public int Sending { get; set; } = 16;

    /// <summary>Times a question is tried before its person gets an honest failure and the admins a dead letter.</summary>
    [Range(1, 100)]
    public int AnswerAttempts { get; set; } = 5;

    /// <summary>The same for tries that the process did not survive: more, since a question may only have been near when it died.</summary>
    [Range(1, 1000)]
    public int CrashAttempts { get; set; } = 20;

    /// <summary>Times a reply is sent before it becomes a dead letter; 20 with the default pauses is about an hour.</summary>
    [Range(1, 1000)]
    public int SendAttempts { get; set; } = 20;

    /// <summary>The first pause after a failure; each further one is twice as long, with jitter.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(1);

    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an instance may hold a row without a sign of life before another takes it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>After this the send counts as failed. Shorter than <see cref="Lease"/>, so that no send outlives its claim.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:30:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>People see how their answer comes about only where it takes longer than this.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan ThinkingAfter { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long a stopping instance lets running turns finish.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Days that finished rows are kept, for telling duplicates; what they held of people's text is gone at once.</summary>
    [Range(1, 3650)]
    public int KeepDays { get; set; } = 7;
}
