using System.ComponentModel.DataAnnotations;

namespace ChatBot.Learning;

/// <summary>Section <c>Learning</c>.</summary>
public sealed class LearningOptions
{
    public const string Section = "Learning";

    /// <summary>Days between two improvement cycles; each looks back as far. 0: only on demand.</summary>
    [Range(0, 365)]
    public int ImprovementEveryDays { get; set; } = 7;

    /// <summary>So many bad ratings within <see cref="BurstWindow"/> are told to the admins, once. 0: never.</summary>
    [Range(0, 1000)]
    public int BurstCount { get; set; } = 5;

    /// <summary>Window of <see cref="BurstCount"/>.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan BurstWindow { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How often the schedule looks whether something is due.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ScheduleTick { get; set; } = TimeSpan.FromMinutes(10);
}
