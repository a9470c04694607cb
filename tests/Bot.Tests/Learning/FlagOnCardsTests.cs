using ChatBot.Answering;
using ChatBot.Bot.Channels.Slack.Rendering;
using ChatBot.Bot.Channels.Teams.Rendering;
using ChatBot.Learning.Review;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Tests.Learning;

/// <summary>What flags a correction stands apart from what the correction says, on every card.</summary>
public sealed class FlagOnCardsTests
{
    private const string Flag = "Conflicts was changed";

    private static readonly Correction Flagged = new(
        "c",
        "default",
        "i",
        "web",
        "How do I resolve a conflict?",
        "Somehow.",
        "Edit the lines.",
        "git",
        CorrectionStatus.Retired,
        "u_p",
        "Ada",
        "outdated",
        null,
        Flag,
        DateTimeOffset.UnixEpoch,
        DateTimeOffset.UnixEpoch
    )
    {
        Flagged = new DateTimeOffset(2026, 3, 4, 5, 6, 0, TimeSpan.Zero),
    };

    [Fact]
    public void In_Teams_it_is_a_box_of_its_own()
    {
        var card = new ReviewCard(Options.Create(new AnswerOptions())).Render(Flagged, new ReviewMoment());
        var box = Assert.Single(card["body"]!.AsArray(), item => item!.ToJsonString().Contains(Flag))!;
        Assert.Equal("warning", (string?)box["style"]);
        Assert.Contains("2026-03-04 05:06 UTC", box.ToJsonString());
        Assert.DoesNotContain("Edit the lines.", box.ToJsonString());

        var without = new ReviewCard(Options.Create(new AnswerOptions())).Render(Flagged with { Flag = null }, new ReviewMoment());
        Assert.DoesNotContain("Look at this again", without.ToJsonString());
    }

    [Fact]
    public void In_Slack_it_is_a_block_of_its_own()
    {
        var blocks = ReviewMessage.Of(Flagged, Richness.Full).Blocks!;
        var block = Assert.Single(blocks, item => item!.ToJsonString().Contains(Flag))!;
        Assert.Equal("section", (string?)block["type"]);
        Assert.Contains("2026-03-04 05:06 UTC", block.ToJsonString());
        Assert.DoesNotContain("Edit the lines.", block.ToJsonString());
    }
}
