using Xunit.Abstractions;
using Xunit.Sdk;

namespace ChatBot.TestKit;

/// <summary>
/// A real program that a test talks to (a PostgreSQL server, a browser), named by an environment variable such as
/// <c>CHATBOT_TEST_POSTGRES</c>, or found on the PATH. Where it is not, the test is skipped on a laptop and fails where <c>CI=true</c>, so
/// that a green build never means "nobody tried".
/// </summary>
public static class Counterpart
{
    /// <summary>
    /// The value of <paramref name="variable"/>; where it is unset, what this machine has anyway; null when there is none, or it is
    /// blank, which switches a counterpart off.
    /// </summary>
    public static string? Find(string variable) =>
        Environment.GetEnvironmentVariable(variable) is not { } value ? KnownCounterparts.Find(variable)
        : string.IsNullOrWhiteSpace(value) ? null
        : value;

    /// <summary>The value of <paramref name="variable"/>; a clear error when it is unset.</summary>
    public static string Of(string variable) => Find(variable) ?? throw new InvalidOperationException(Missing(variable));

    internal static bool IsContinuousIntegration =>
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    internal static string Missing(string variable) => KnownCounterparts.Missing(variable);
}

/// <summary>
/// A fact against a <see cref="Counterpart"/>: <c>[CounterpartFact("CHATBOT_TEST_POSTGRES")]</c>. Skipped when the variable
/// is unset, failed with that reason when <c>CI=true</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ChatBot.TestKit.CounterpartFactDiscoverer", "ChatBot.TestKit")]
public class CounterpartFactAttribute : FactAttribute
{
    public CounterpartFactAttribute(string variable)
    {
        if (Counterpart.Find(variable) is null && !Counterpart.IsContinuousIntegration)
            Skip = Counterpart.Missing(variable);
    }
}

/// <summary>
/// A <see cref="CounterpartFactAttribute"/> that also needs a file or folder of <see cref="SharedData"/>: <c>[SharedCounterpartFact(Data,
/// Variable)]</c>.
/// The data is optional everywhere, so without it the test is skipped in continuous integration too.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ChatBot.TestKit.CounterpartFactDiscoverer", "ChatBot.TestKit")]
public sealed class SharedCounterpartFactAttribute : CounterpartFactAttribute
{
    public SharedCounterpartFactAttribute(string relative, string variable)
        : base(variable) => Skip ??= SharedFactAttribute.SkipReason(relative);
}

/// <summary>Turns a missing counterpart under CI into a failing case before the test body can fail in a less clear way.</summary>
public sealed class CounterpartFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo attribute)
    {
        var variable = (string)attribute.GetConstructorArguments().Last();
        return
            Counterpart.Find(variable) is null
            && Counterpart.IsContinuousIntegration
            && attribute.GetNamedArgument<string?>(nameof(FactAttribute.Skip)) is null
            ? new ExecutionErrorTestCase(
                DiagnosticMessageSink,
                options.MethodDisplayOrDefault(),
                options.MethodDisplayOptionsOrDefault(),
                method,
                Counterpart.Missing(variable)
            )
            : base.CreateTestCase(options, method, attribute);
    }
}
