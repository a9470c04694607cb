using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ChatBot.Models;

namespace ChatBot.Core.Tests.Models;

public sealed class ModelOptionsTests
{
    [Theory]
    [InlineData("00:00:00", "01:00:00", false)]
    [InlineData("-00:00:30", "01:00:00", false)]
    [InlineData("01:00:00", "01:00:00", false)]
    [InlineData("00:00:30", "-01:00:00", false)]
    [InlineData("00:00:30", "31.00:00:00", false)]
    [InlineData("00:00:00.1", "00:00:00", true)]
    [InlineData("00:30:00", "30.00:00:00", true)]
    public void Times_that_no_timer_or_cache_can_keep_are_refused(string timeout, string reuseFor, bool valid)
    {
        var options = new ModelOptions
        {
            Timeout = TimeSpan.Parse(timeout, CultureInfo.InvariantCulture),
            ReuseFor = TimeSpan.Parse(reuseFor, CultureInfo.InvariantCulture),
        };
        Assert.Equal(valid, Validator.TryValidateObject(options, new ValidationContext(options), [], validateAllProperties: true));
    }
}
