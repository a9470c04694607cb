using System.Text.Json;

namespace ChatBot.Answering.Guarding;

/// <summary>What the assistant is for, as its owner describes it: a JSON file.</summary>
/// <param name="InScope">Example questions that it should answer.</param>
/// <param name="OffTopic">Example questions that it should not.</param>
/// <param name="Refusal">What to say to a question off the topic; empty for the default sentence.</param>
public sealed record TopicFile(
    string Name,
    string Description,
    IReadOnlyList<string> InScope,
    IReadOnlyList<string> OffTopic,
    string Refusal
)
{
    /// <summary>Reads a topic file; a relative path is looked for in the working directory, then beside the program.</summary>
    /// <exception cref="InvalidOperationException">One line that names the file and says what is wrong with it.</exception>
    public static TopicFile Load(string path)
    {
        var full = File.Exists(path) ? path : Path.Combine(AppContext.BaseDirectory, path);
        try
        {
            var shape = WireJson.Read<Shape>(File.ReadAllText(full));
            var topic = new TopicFile(
                shape.Name?.Trim() ?? "",
                shape.Description?.Trim() ?? "",
                Texts(shape.InScope),
                Texts(shape.OffTopic),
                shape.Refusal?.Trim() ?? ""
            );
            if (topic.Name.Length == 0)
                throw new InvalidOperationException($"Guard:TopicFile '{path}' has no \"name\".");
            if (topic.InScope.Count == 0 && topic.Description.Length == 0)
                throw new InvalidOperationException(
                    $"Guard:TopicFile '{path}' needs example questions in \"inScope\", or at least a \"description\"."
                );
            return topic;
        }
        catch (JsonException fault)
        {
            throw new InvalidOperationException(
                $"Guard:TopicFile '{path}' is not JSON of the shape {{\"name\", \"description\", \"inScope\": [], \"offTopic\": "
                    + $"[], \"refusal\"}}: {fault.Message}",
                fault
            );
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidOperationException(
                $"Guard:TopicFile '{path}' is neither at {Path.GetFullPath(path)} nor beside the program, at {full}.",
                fault
            );
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"Guard:TopicFile '{path}' cannot be read: {fault.Message}", fault);
        }
    }

    private static List<string> Texts(IReadOnlyList<string?>? texts) =>
        [.. (texts ?? []).OfType<string>().Where(text => !string.IsNullOrWhiteSpace(text))];

    private sealed record Shape(
        string? Name,
        string? Description,
        IReadOnlyList<string?>? InScope,
        IReadOnlyList<string?>? OffTopic,
        string? Refusal
    );
}
