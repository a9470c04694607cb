using ChatBot.Answering.Capping;
using ChatBot.Answering.Generation;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Core.Tests.Answering.Generation;

public sealed class SectionQuotationTests
{
    private const string Filler = "Every pipeline of the warehouse writes a line about this into its own journal before it goes on. ";

    [Fact]
    public void A_section_that_fits_is_quoted_whole_with_a_label_a_paragraph() =>
        Assert.Equal(
            "Loads are retried. Three times.[1]\n\nTo change it:[1]\n```sh\nload --retries 5\n```",
            Quote("How often are loads retried?", "Loads are retried. Three times.\n\nTo change it:\n\n```sh\nload --retries 5\n```")
        );

    [Fact]
    public void A_list_that_is_too_long_is_said_by_the_first_sentences_of_all_its_items()
    {
        var items = string.Join('\n', Enumerable.Range(1, 6).Select(i => $"- `mode{i}` does the work of kind {i}. {Filler}{Filler}"));
        var quoted = Quote("Which modes are there?", $"A load has these modes:\n\n{items}");
        Assert.StartsWith("A load has these modes:[1]\n- `mode1` does the work of kind 1.\n- `mode2`", quoted);
        Assert.Contains("- `mode6` does the work of kind 6.", quoted);
        Assert.DoesNotContain("journal", quoted);
    }

    [Fact]
    public void Of_a_list_that_is_too_long_the_item_that_is_asked_about_is_quoted()
    {
        var items = string.Join(
            '\n',
            new[] { "append", "replace", "freeze", "discard" }.Select(mode =>
                $"- `{mode}`: a row that does not fit is treated so. {Filler}{Filler}"
            )
        );
        var quoted = Quote("What does freeze do?", $"A contract has these modes:\n\n{items}");
        Assert.Contains("`freeze`", quoted);
        Assert.InRange(Words.Count(quoted), 1, 100);
    }

    [Fact]
    public void Steps_begin_with_the_first_and_say_how_many_are_left()
    {
        var steps = string.Join('\n', Enumerable.Range(1, 9).Select(i => $"{i}. Open page {i} of the form and fill in {Filler.Trim()}"));
        var quoted = Quote("How do I fill in the form?", $"To fill in the form:\n\n{steps}");
        Assert.Contains("[1]\n1. Open page 1", quoted);
        Assert.Matches(@"… and \d more steps|9\. Open page 9", quoted);
    }

    [Fact]
    public void A_row_of_a_table_stands_under_its_header() =>
        Assert.Equal(
            "- Revert – Leaves a trace: yes; Changes history: no\n- Reset – Leaves a trace: no; Changes history: yes[1]",
            Quote(
                "What does revert do?",
                "| Command | Leaves a trace | Changes history |\n| --- | --- | --- |\n| Revert | yes | no |\n| Reset | no | yes |"
            )
        );

    [Fact]
    public void A_later_run_does_not_begin_with_a_sentence_that_leans_on_the_one_before()
    {
        var before = string.Concat(Enumerable.Repeat(Filler, 7)).Trim();
        var quoted = Quote(
            "What is the retention of backups?",
            $"{before}\n\nBackups are kept in the vault. This is their retention: backups stay for 30 days."
        );
        Assert.StartsWith("Backups are kept in the vault.", quoted);
        Assert.Contains("30 days", quoted);
    }

    [Fact]
    public void Of_code_that_is_too_long_the_lines_that_are_asked_about_are_shown()
    {
        var lines = string.Join('\n', Enumerable.Range(1, 60).Select(i => $"--flag-{i} {i} sets one thing"));
        var quoted = Quote("allowed range for --bcrypt-cost", $"```\n{lines}\n--bcrypt-cost 10 between 4 and 31\n{lines}\n```");
        Assert.Contains("…\n--bcrypt-cost 10 between 4 and 31\n", quoted);
        Assert.EndsWith("```", quoted);
        Assert.InRange(Words.Count(quoted), 1, 100);
    }

    [Fact]
    public void What_announces_nothing_is_said_as_a_sentence_and_a_label_is_not_said() =>
        Assert.Equal(
            "Use the client with a statement.[1]\n\nIt closes by itself.[1]",
            Quote("How do I use the client?", "Usage\n\nUse the client with a statement:\n\nIt closes by itself.")
        );

    [Fact]
    public void What_is_too_long_to_stand_by_itself_is_quoted_in_part()
    {
        var quoted = SectionQuotation.Of(QuestionReading.Of("What is written?"), 1, Section(Filler), 8);
        Assert.StartsWith("Every pipeline of the warehouse writes", quoted.Text);
        Assert.EndsWith("…[1]", quoted.Text);
        Assert.InRange(Words.Count(quoted.Text), 1, 8);
    }

    [Fact]
    public void Code_by_itself_is_labelled_at_its_heading_whatever_stands_in_it()
    {
        var passage = Section("```py\nfirst = rows[1]\n```");
        Assert.False(SectionQuotation.Of(QuestionReading.Of("How do I take the first row?"), 1, passage, 100).Labelled);
        Assert.Equal(
            "**Section:**[1]\n```py\nfirst = rows[1]\n```",
            SectionAnswer.Of(QuestionReading.Of("How do I take the first row?"), [passage], 100).Text
        );
    }

    [Fact]
    public void Of_two_sections_that_may_be_meant_each_stands_under_its_heading()
    {
        var first = Section("Loads are retried three times before they fail.") with { Verdict = new(0.4, 0.5) };
        var second = Section("Alerts go to the people who own the pipeline, and they can be muted for an hour.") with
        {
            DocumentId = "2",
            Headings = ["Page", "Alerts"],
            Verdict = new(0.3, 0.4),
        };
        var (text, sections) = SectionAnswer.Of(QuestionReading.Of("What happens to loads?"), [first, second], 100);
        Assert.Equal([1, 2], sections);
        Assert.Equal(
            "**Section:** Loads are retried three times before they fail.[1]\n\n"
                + "**Alerts:** Alerts go to the people who own the pipeline, and they can be muted for an hour.[2]",
            text
        );
        Assert.Equal(
            [1],
            SectionAnswer.Of(QuestionReading.Of("What happens to loads?"), [first with { Verdict = new(0.9, 0.9) }, second], 100).Sections
        );
    }

    [Fact]
    public void Where_the_best_section_holds_only_labels_the_next_one_answers() =>
        Assert.Equal(
            "Loads are retried three times.[2]",
            SectionAnswer.Of(QuestionReading.Of("What happens?"), [Section("Usage"), Section("Loads are retried three times.")], 100).Text
        );

    private static string Quote(string question, string text) =>
        SectionQuotation.Of(QuestionReading.Of(question), 1, Section(text), 100).Text;

    private static Passage Section(string text) => new("1", "1", ["Page", "Section"], "page.md", "", 0, "prose", text, 0.9);
}
