using ChatBot.Answering.Corrections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatBot.Core.Tests.Answering.Corrections;

public sealed class CorrectionsRegistrationTests
{
    private static readonly IServiceCollection Services = new ServiceCollection()
        .AddSingleton<ICorrectionMatcher, NoCorrections>()
        .AddCorrections(new ConfigurationBuilder().AddInMemoryCollection([new("Corrections:Threshold", "0.5")]).Build());

    [Fact]
    public void Where_corrections_are_added_they_are_matched() =>
        Assert.Equal(
            typeof(CorrectionMatcher),
            Services.Last(service => service.ServiceType == typeof(ICorrectionMatcher)).ImplementationType
        );

    [Fact]
    public void The_configured_threshold_counts_where_the_workspaces_own_is_lower()
    {
        var options = Services.BuildServiceProvider().GetRequiredService<IOptions<CorrectionsOptions>>().Value;

        Assert.Equal(0.5, options.Usual(new CorrectionIndex([]) { OwnThreshold = 0.4 }));
        Assert.Equal(0.6, options.Usual(new CorrectionIndex([]) { OwnThreshold = 0.6 }));
    }
}
