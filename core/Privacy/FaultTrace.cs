using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace ChatBot.Privacy;

/// <summary>
/// What the log may know of a fault: which exceptions and where. Messages quote what people wrote, paths name machines, so
/// neither is here; file names and line numbers would come from symbols that carry paths, so they are left out too.
/// </summary>
public static partial class FaultTrace
{
    /// <summary>The longest trace, in characters.</summary>
    public const int MaxLength = 4000;

    private const int MaxExceptions = 8;
    private const int MaxFrames = 24;

    /// <summary>
    /// One line: "Namespace.Exception at Namespace.Class.Method at …", then " ← " and the same for each inner exception, an
    /// aggregate's all. Frames go from where it was thrown outwards, at most 24 an exception; async methods, lambdas and local
    /// functions have the name of the method they are written in. What was left out is an ellipsis. Never throws.
    /// </summary>
    public static string Of(Exception fault)
    {
        var text = new StringBuilder();
        var open = new Stack<Exception>([fault]);
        for (var count = 0; open.TryPop(out var exception); count++)
        {
            text.Append(count == 0 ? "" : " ← ");
            if (count == MaxExceptions || text.Length >= MaxLength)
            {
                text.Append('…');
                break;
            }
            Write(exception, text);
            foreach (var inner in Inner(exception).Take(MaxExceptions).Reverse())
                open.Push(inner);
        }
        return text.Length <= MaxLength ? text.ToString() : string.Concat(text.ToString(0, MaxLength - 1), "…");
    }

    private static IEnumerable<Exception> Inner(Exception exception) =>
        exception is AggregateException aggregate ? aggregate.InnerExceptions
        : exception.InnerException is { } inner ? [inner]
        : [];

    private static void Write(Exception exception, StringBuilder text)
    {
        text.Append(Name(exception.GetType()));
        string? last = null;
        var written = 0;
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: false).GetFrames())
        {
            // A deep recursion is one frame: what called it matters more than how often.
            if (Place(frame) is not { } place || place == last)
                continue;
            if (++written > MaxFrames)
            {
                text.Append(" …");
                return;
            }
            text.Append(" at ").Append(last = place);
        }
    }

    /// <summary>"Namespace.Class.Method"; null for what the runtime hides from stacks: awaiters, rethrowing.</summary>
    private static string? Place(StackFrame frame)
    {
        if (frame.GetMethod() is not { } method || method.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false))
            return null;
        var (name, type) = (method.Name, method.DeclaringType);
        if (type?.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false) == true)
            return null;
        // The compiler's own types stand inside the one that was written: "<AskAsync>d__7" names the method,
        // "<>c__DisplayClass7_0" nothing.
        for (; type?.Name.StartsWith('<') == true; type = type.DeclaringType)
            if (StateMachine().Match(type.Name) is { Success: true } machine)
                name = machine.Groups["method"].Value;
        name = Generated()
            .Replace(
                name,
                match =>
                    match.Groups["local"] is { Success: true } local ? $"{match.Groups["method"]}.{local}" : match.Groups["method"].Value
            );
        return type is null ? name : $"{Name(type)}.{name}";
    }

    /// <summary>The name without the arguments of generic types, which would bring assemblies and versions along.</summary>
    private static string Name(Type type)
    {
        var arity = type.Name.IndexOf('`');
        var own = arity < 0 ? type.Name : type.Name[..arity];
        return type.DeclaringType is { } outer ? $"{Name(outer)}.{own}"
            : type.Namespace is { } space ? $"{space}.{own}"
            : own;
    }

    [GeneratedRegex(@"^<(?<method>.+)>d")]
    private static partial Regex StateMachine();

    [GeneratedRegex(@"^<+(?<method>[^<>]+)>(g__(?<local>\w+))?.*$")]
    private static partial Regex Generated();
}
