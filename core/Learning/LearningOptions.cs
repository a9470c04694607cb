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

    /// <summary>
    /// Ratings that are taken of one person within an hour; all who give no name are one person. 0: as many as they like.
    /// </summary>
    [Range(0, 10_000)]
    public int RatingsPerHour { get; set; } = 60;

    /// <summary>Proposed corrections, likewise.</summary>
    [Range(0, 10_000)]
    public int ProposalsPerHour { get; set; } = 20;

    /// <summary>
    /// So many corrections within <see cref="ReviewWindow"/> are told to the admins by a message each; what comes beyond, together.
    /// </summary>
    [Range(0, 1000)]
    public int ReviewMessages { get; set; } = 5;

    /// <summary>Window of <see cref="ReviewMessages"/>; a flood that lasts longer is told anew in each.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan ReviewWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often the schedule looks whether something is due.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ScheduleTick { get; set; } = TimeSpan.FromMinutes(10);
}
