using System.Reflection;
using System.Reflection.Emit;
using System.Text;
using System.Text.RegularExpressions;

namespace ChatBot.Bot.Tests;

/// <summary>
/// Which room uses which, a room being the namespace below a root: read from the compiled types, signatures and instructions
/// alike, and from the using directives of their source, which also show what a compiler leaves no trace of (constants, names).
/// </summary>
/// <param name="rootTypes">Whether each type at the root itself stands in the graph, as a room of its own.</param>
/// <param name="floors">Rooms whose own rooms are told apart, e.g. the channels.</param>
internal sealed partial class RoomGraph(string root, bool rootTypes = false, params string[] floors)
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodes = typeof(System.Reflection.Emit.OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>For each arrow what makes it, a type of the one and a type of the other.</summary>
    private readonly SortedDictionary<(string From, string To), SortedSet<string>> _arrows = [];

    public IEnumerable<(string From, string To)> Arrows => _arrows.Keys;

    /// <summary>Adds the arrows between types of an assembly.</summary>
    public RoomGraph Add(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes())
            if (RoomOf(type) is { } from)
                foreach (var used in Uses(type).Where(used => used.Assembly == assembly))
                    Add(from, RoomOf(used), $"{Outermost(type).Name} uses {Outermost(used).Name}");
        return this;
    }

    /// <summary>Adds the arrows that using directives draw in the source under a folder.</summary>
    public RoomGraph AddUsings(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            var space = NamespaceOf().Match(text);
            if (space.Success && RoomOf(space.Groups[1].Value) is { } from)
                foreach (Match used in Using().Matches(text))
                    Add(from, RoomOf(used.Groups[1].Value), $"{Path.GetFileName(file)} says using {used.Groups[1].Value}");
        }
        return this;
    }

    /// <summary>Rooms that can be reached from themselves, with a way round; empty where arrows go one way.</summary>
    public IReadOnlyList<string> Cycles() =>
        [
            .. _arrows
                .Keys.Where(arrow => string.CompareOrdinal(arrow.From, arrow.To) < 0 || WayBack(arrow.To, arrow.From)?.Count > 2)
                .Select(arrow => (arrow, Way: WayBack(arrow.To, arrow.From)))
                .Where(found => found.Way is not null)
                .Select(found => string.Join(" → ", found.Way!.Prepend(found.arrow.From))),
        ];

    /// <summary>The arrows that are neither drawn nor free, each with what makes it.</summary>
    public IReadOnlyList<string> Undrawn(
        IReadOnlyDictionary<string, string[]> drawn,
        Func<string, bool>? isFreeFrom = null,
        Func<string, bool>? isFreeTo = null
    ) =>
        [
            .. _arrows
                .Where(arrow => isFreeFrom?.Invoke(arrow.Key.From) != true && isFreeTo?.Invoke(arrow.Key.To) != true)
                .Where(arrow => !drawn.GetValueOrDefault(arrow.Key.From, []).Contains(arrow.Key.To))
                .Select(arrow => $"{arrow.Key.From} → {arrow.Key.To}: {string.Join(", ", arrow.Value)}"),
        ];

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var room in _arrows.Keys.GroupBy(arrow => arrow.From))
            text.AppendLine($"{room.Key} → {string.Join(", ", room.Select(arrow => arrow.To))}");
        return text.ToString();
    }

    private void Add(string from, string? to, string reason)
    {
        if (to is null || to == from)
            return;
        if (!_arrows.TryGetValue((from, to), out var reasons))
            _arrows[(from, to)] = reasons = new SortedSet<string>(StringComparer.Ordinal);
        reasons.Add(reason);
    }

    private string? RoomOf(Type type) => rootTypes && type.Namespace == root ? Outermost(type).Name : RoomOf(type.Namespace);

    /// <summary>Null for what lies outside the root, or at it.</summary>
    private string? RoomOf(string? space)
    {
        if (space?.StartsWith($"{root}.", StringComparison.Ordinal) != true)
            return null;
        var names = space[(root.Length + 1)..].Split('.');
        return names.Length > 1 && floors.Contains(names[0]) ? $"{names[0]}/{names[1]}" : names[0];
    }

    private List<string>? WayBack(string from, string to)
    {
        var ways = new Queue<List<string>>([
            [from],
        ]);
        var seen = new HashSet<string> { from };
        while (ways.TryDequeue(out var way))
            if (way[^1] == to)
                return way;
            else
                foreach (var next in _arrows.Keys.Where(arrow => arrow.From == way[^1] && seen.Add(arrow.To)))
                    ways.Enqueue([.. way, next.To]);
        return null;
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static HashSet<Type> Uses(Type type)
    {
        var used = new HashSet<Type>();
        Take(type.BaseType);
        foreach (var one in type.GetInterfaces())
            Take(one);
        foreach (var member in type.GetMembers(Declared))
            TakeMember(member);
        return used;

        void Take(Type? found)
        {
            while (found?.HasElementType == true)
                found = found.GetElementType();
            if (found is null || found.IsGenericParameter)
                return;
            foreach (var argument in found.GetGenericArguments())
                Take(argument);
            used.Add(found.IsGenericType ? found.GetGenericTypeDefinition() : found);
        }

        void TakeMember(MemberInfo member)
        {
            foreach (var attribute in member.GetCustomAttributesData())
                Take(attribute.AttributeType);
            switch (member)
            {
                case FieldInfo field:
                    Take(field.FieldType);
                    break;
                case MethodBase method:
                    TakeSignature(method);
                    TakeBody(method);
                    break;
            }
        }

        void TakeSignature(MethodBase method)
        {
            Take((method as MethodInfo)?.ReturnType);
            foreach (var parameter in method.GetParameters())
                Take(parameter.ParameterType);
            if (method.IsGenericMethod)
                foreach (var argument in method.GetGenericArguments())
                    Take(argument);
        }

        void TakeBody(MethodBase method)
        {
            if (method.GetMethodBody() is not { } body)
                return;
            foreach (var local in body.LocalVariables)
                Take(local.LocalType);
            foreach (var clause in body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause))
                Take(clause.CatchType);
            foreach (var token in Tokens(body.GetILAsByteArray()!))
            {
                var named = method.Module.ResolveMember(
                    token,
                    type.IsGenericType ? type.GetGenericArguments() : null,
                    method.IsGenericMethod ? method.GetGenericArguments() : null
                );
                Take(named as Type ?? named!.DeclaringType);
                if (named is MethodBase called)
                    TakeSignature(called);
                else if (named is FieldInfo field)
                    Take(field.FieldType);
            }
        }
    }

    /// <summary>The types, methods and fields that instructions name.</summary>
    private static IEnumerable<int> Tokens(byte[] il)
    {
        for (var at = 0; at < il.Length; )
        {
            var code = OpCodes[il[at] == 0xFE ? unchecked((short)(0xFE00 | il[++at])) : il[at]];
            at++;
            switch (code.OperandType)
            {
                case OperandType.InlineType or OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok:
                    yield return BitConverter.ToInt32(il, at);
                    at += 4;
                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    at++;
                    break;
                case OperandType.InlineVar:
                    at += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    at += 8;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + 4 * BitConverter.ToInt32(il, at);
                    break;
                default:
                    at += 4;
                    break;
            }
        }
    }

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceOf();

    [GeneratedRegex(@"^@?using (?:static |\w+ = )?([\w.]+);?\r?$", RegexOptions.Multiline)]
    private static partial Regex Using();
}
