using System.Text.Json;
using ChatBot.Answering.Evaluation;
using ChatBot.Bot.Commands;

namespace ChatBot.Bot.Tests.Commands;

/// <summary>The questions about the sample, asked as a newcomer would: <c>eval --cases Sample/questions.jsonl</c>.</summary>
public sealed class SampleQuestionsTests
{
    private static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "Sample");

    /// <summary>What answers came to when they were last looked at. A floor may only rise, a ceiling only fall.</summary>
    private static readonly (string Figure, double Floor)[] Floors =
    [
        ("helpful", 0.78),
        ("partial", 0.78),
        ("rightPage", 0.86),
        ("honest", 0.875),
    ];

    private const double MostRefused = 0.1;
    private const int MostHardToRead = 0;

    [Fact]
    public async Task Answers_about_the_sample_are_as_helpful_honest_and_readable_as_they_were()
    {
        var folder = Directory.CreateTempSubdirectory("chatbot-sample-test-").FullName;
        try
        {
            var (code, output, _) = await Verb.RunAsync(
                "eval",
                "--cases",
                Path.Combine(Sample, "questions.jsonl"),
                "--json",
                "--Data:Directory",
                folder
            );

            Assert.Equal(CommandLine.Done, code);
            var report = JsonDocument.Parse(output).RootElement;
            Assert.Equal(60, report.GetProperty("questions").GetInt32());
            Assert.All(Floors, floor => Assert.InRange(report.GetProperty(floor.Figure).GetDouble(), floor.Floor, 1));
            Assert.InRange(report.GetProperty("refused").GetDouble(), 0, MostRefused);
            Assert.InRange(report.GetProperty("faults").EnumerateObject().Sum(fault => fault.Value.GetInt32()), 0, MostHardToRead);
            Assert.InRange(report.GetProperty("maxWords").GetInt32(), 1, 100);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_page_that_is_expected_holds_the_facts_that_are()
    {
        var cases = await EvaluationCase.ReadAsync(Path.Combine(Sample, "questions.jsonl")).ToListAsync();

        Assert.Equal(8, cases.Count(one => !one.Answerable));
        Assert.Equal(8, cases.Count(one => one.Paraphrase));
        Assert.All(
            cases.Where(one => one.Answerable),
            one =>
            {
                var pages = one.ExpectedDocuments!.Select(page => new FactMatch(
                    File.ReadAllText(Path.Combine(Sample, "knowledge", page)).Replace("\n# ", " ")
                ));
                Assert.All(
                    one.ExpectedFacts!,
                    group => Assert.True(pages.Any(page => group.Any(page.Holds)), $"{one.Question}: {group[0]}")
                );
            }
        );
    }
}
