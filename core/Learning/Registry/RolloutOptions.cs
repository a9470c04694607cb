using System.ComponentModel.DataAnnotations;

namespace ChatBot.Learning.Registry;

/// <summary>Section <c>Rollout</c>: how a canary proves itself.</summary>
public sealed class RolloutOptions
{
    public const string Section = "Rollout";

    /// <summary>Whether a canary is promoted or rolled back by its figures; else they are only shown.</summary>
    public bool Automatic { get; set; } = true;

    /// <summary>Share of conversations that a canary answers, where whoever starts it says nothing else.</summary>
    [Range(0.01, 0.9)]
    public double CanaryShare { get; set; } = 0.1;

    /// <summary>People who must have rated in each arm before ratings are first judged; then at twice as many, and so on.</summary>
    [Range(1, 100_000)]
    public int MinimumRatings { get; set; } = 20;

    /// <summary>Conversations that each arm must have had before refusals, failures and times are first judged; likewise.</summary>
    [Range(1, 1_000_000)]
    public int MinimumConversations { get; set; } = 50;

    /// <summary>
    /// That a canary which is no better and no worse is neither promoted nor rolled back, however long it runs and however often it is
    /// looked at.
    /// </summary>
    [Range(0.5, 0.9999)]
    public double Probability { get; set; } = 0.95;

    /// <summary>A canary whose middle answer takes so many times as long is rolled back.</summary>
    [Range(1.0, 100.0)]
    public double WorstLatency { get; set; } = 1.5;

    /// <summary>A canary is rolled back whose share of conversations with no answer lies higher by so much.</summary>
    [Range(0.0, 1.0)]
    public double WorstRefusals { get; set; } = 0.1;

    /// <summary>Likewise of conversations with an answer that failed, or had to be quoted since what the model wrote was no use.</summary>
    [Range(0.0, 1.0)]
    public double WorstFailures { get; set; } = 0.1;
}
