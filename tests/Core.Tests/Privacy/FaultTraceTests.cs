using ChatBot.Privacy;

namespace ChatBot.Core.Tests.Privacy;

public sealed class FaultTraceTests
{
    private const string Secret = "Anna Keller's visa, /home/anna/cards.txt";
    private const string Here = "ChatBot.Core.Tests.Privacy.FaultTraceTests";

    [Fact]
    public void A_trace_names_the_exception_and_its_frames_and_no_text() =>
        Assert.StartsWith($"System.InvalidOperationException at {Here}.Throw at {Here}.", Trace(() => Throw(Secret)));

    [Fact]
    public async Task An_async_method_has_its_own_name()
    {
        var fault = await Assert.ThrowsAsync<FormatException>(() => ReadAsync(Secret));

        Assert.Equal($"System.FormatException at {Here}.ParseAsync at {Here}.ReadAsync", FaultTrace.Of(fault).Split(" at Xunit")[0]);
    }

    [Fact]
    public async Task Lambdas_and_local_functions_are_named_after_the_method_that_they_are_written_in()
    {
        var fault = await Assert.ThrowsAsync<FormatException>(async () =>
        {
            await Task.Yield();
            Local();
        });
        void Local() => throw new FormatException(Secret);
        const string test = $"{Here}.{nameof(Lambdas_and_local_functions_are_named_after_the_method_that_they_are_written_in)}";

        Assert.StartsWith($"System.FormatException at {test}.Local at {test} at ", FaultTrace.Of(fault) + " at ");
    }

    [Fact]
    public void Inner_exceptions_follow_and_an_aggregate_shows_all_of_its_own()
    {
        var first = new InvalidOperationException(Secret, new FileNotFoundException(Secret, Secret));
        var trace = FaultTrace.Of(new AggregateException(Secret, first, new TimeoutException(Secret)));

        Assert.Equal(
            "System.AggregateException ← System.InvalidOperationException ← System.IO.FileNotFoundException ← System.TimeoutException",
            trace
        );
    }

    [Fact]
    public void Generic_types_are_named_without_their_arguments() =>
        Assert.StartsWith($"{Here}.Refused at {Here}.Box.Open at {Here}.", Trace(() => new Box<Dictionary<string, Uri>>().Open(Secret)));

    [Fact]
    public void A_recursion_is_one_frame() =>
        Assert.StartsWith(
            $"System.FormatException at {Here}.Dig at {Here}.{nameof(A_recursion_is_one_frame)}",
            Trace(() => Dig(500, Secret))
        );

    [Fact]
    public void A_trace_is_bounded_whatever_is_nested_in_it()
    {
        var fault = new AggregateException(Enumerable.Range(0, 500).Select(_ => new FormatException(Secret)));
        for (var depth = 0; depth < 500; depth++)
            fault = new AggregateException(Secret, fault, new FormatException(Secret));
        var many = FaultTrace.Of(fault);
        var deep = Trace(() => PingPong(500, Secret));

        Assert.True(many.Length <= FaultTrace.MaxLength && deep.Length <= FaultTrace.MaxLength);
        Assert.EndsWith("←…", many.Replace(" ", ""));
        Assert.EndsWith("…", deep);
    }

    private static string Trace(Action act)
    {
        var trace = FaultTrace.Of(Record.Exception(act)!);
        foreach (var word in Secret.Split(' '))
            Assert.DoesNotContain(word, trace, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(":line", trace, StringComparison.Ordinal);
        Assert.DoesNotContain(".cs", trace, StringComparison.Ordinal);
        return trace;
    }

    private static void Throw(string text) => throw new InvalidOperationException(text);

    private static async Task ReadAsync(string text)
    {
        await Task.Yield();
        await ParseAsync(text);
    }

    private static async Task<int> ParseAsync(string text)
    {
        await Task.Yield();
        throw new FormatException(text);
    }

    private static void Dig(int depth, string text)
    {
        if (depth == 0)
            throw new FormatException(text);
        Dig(depth - 1, text);
    }

    private static void PingPong(int depth, string text)
    {
        if (depth == 0)
            throw new FormatException(text);
        Pong(depth - 1, text);
    }

    private static void Pong(int depth, string text) => PingPong(depth, text);

    private sealed class Refused(string text) : Exception(text);

    private sealed class Box<T>
    {
        public T Open(string text) => throw new Refused(text);
    }
}
