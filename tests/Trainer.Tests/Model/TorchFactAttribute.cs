using ChatBot.Trainer.Model;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ChatBot.Trainer.Tests.Model;

/// <summary>
/// A fact that computes with libtorch: skipped with the reason where it cannot be loaded, failed with it when <c>CI=true</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ChatBot.Trainer.Tests.Model.TorchFactDiscoverer", "ChatBot.Trainer.Tests")]
public sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute() => Skip = Torch.IsExpected ? null : NativeTorch.Missing;
}

/// <summary>A <see cref="TorchFactAttribute"/> with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ChatBot.Trainer.Tests.Model.TorchTheoryDiscoverer", "ChatBot.Trainer.Tests")]
public sealed class TorchTheoryAttribute : TheoryAttribute
{
    public TorchTheoryAttribute() => Skip = Torch.IsExpected ? null : NativeTorch.Missing;
}

/// <summary>Turns a missing libtorch into a failing case with one clear line.</summary>
public sealed class TorchFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions,
        ITestMethod testMethod,
        IAttributeInfo factAttribute
    ) => Torch.Failed(DiagnosticMessageSink, discoveryOptions, testMethod) ?? base.Discover(discoveryOptions, testMethod, factAttribute);
}

/// <summary>The same for theories.</summary>
public sealed class TorchTheoryDiscoverer(IMessageSink diagnostics) : TheoryDiscoverer(diagnostics)
{
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions,
        ITestMethod testMethod,
        IAttributeInfo theoryAttribute
    ) => Torch.Failed(DiagnosticMessageSink, discoveryOptions, testMethod) ?? base.Discover(discoveryOptions, testMethod, theoryAttribute);
}

internal static class Torch
{
    /// <summary>Tests run side by side, each on one thread.</summary>
    static Torch()
    {
        if (NativeTorch.Missing is null)
            TorchSharp.torch.set_num_threads(1);
    }

    public static bool IsExpected { get; } =
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    public static IXunitTestCase[]? Failed(IMessageSink diagnostics, ITestFrameworkDiscoveryOptions options, ITestMethod method) =>
        IsExpected && NativeTorch.Missing is { } reason
            ?
            [
                new ExecutionErrorTestCase(
                    diagnostics,
                    options.MethodDisplayOrDefault(),
                    options.MethodDisplayOptionsOrDefault(),
                    method,
                    reason
                ),
            ]
            : null;
}
