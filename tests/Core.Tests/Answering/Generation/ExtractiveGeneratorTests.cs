using ChatBot.Answering.Generation;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Core.Tests.Answering.Generation;

public sealed class ExtractiveGeneratorTests
{
    [Fact]
    public async Task A_question_for_a_definition_is_answered_by_the_sentence_that_defines()
    {
        var text = await AnswerAsync(
            "What is a resource?",
            Section(
                ["Loads", "Resource"],
                "Here the decorator wraps the resource, and the user must call the wrapper before the resource is read. A list "
                    + "of every resource is kept beside it."
            ),
            Section(
                ["Resource", "Declare a resource"],
                "A resource is a function that yields data. To create one, decorate the function. The name of the table is the "
                    + "name of the function unless it is given."
            )
        );
        Assert.StartsWith("A resource is a function that yields data.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_whose_title_is_the_question_goes_before_a_heading_that_is_half_of_it()
    {
        var text = await AnswerAsync(
            "How do I create a new pipeline?",
            Section(
                ["Destination", "Create a new destination"],
                "You have two ways to create a new destination:\n\n1. Use the decorator in your pipeline.\n2. Implement a new class."
            ),
            Section(
                ["Create a pipeline", "1. Initialize project"],
                "Create an empty directory for the project by running:\n\n```sh\nmkdir loads && cd loads\n```"
            )
        );
        Assert.Contains("mkdir loads", text);
    }

    [Fact]
    public async Task A_section_that_explains_goes_before_one_of_the_same_name_that_says_a_word()
    {
        var text = await AnswerAsync(
            "What happens to a write disposition?",
            Section(["Redshift", "Write disposition"], "All are supported."),
            Section(
                ["Loading", "Write disposition"],
                "The write disposition says what happens to rows that are in the table already. Append keeps them and adds the "
                    + "new ones. Replace removes them before the load. Merge updates those with the same key and adds the others."
            )
        );
        Assert.StartsWith("The write disposition says", text, StringComparison.Ordinal);
    }

    private static Passage Section(string[] headings, string text) =>
        new(headings[^1], headings[0], headings, headings[0], "", 0, "prose", text, 0.99);

    private static async Task<string> AnswerAsync(string question, params Passage[] passages) =>
        (await new ExtractiveGenerator().GenerateAsync(new GenerationRequest(QuestionReading.Of(question), passages, 100)))!.Text;
}
