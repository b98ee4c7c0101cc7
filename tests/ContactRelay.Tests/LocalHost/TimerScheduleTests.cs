using ContactRelay.LocalHost.WorkerHost;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

public sealed class TimerScheduleTests
{
    [Theory]
    [InlineData("0 * * * * *", "2026-01-31T03:20:00Z", "2026-01-31T03:20:00Z")]
    [InlineData("0 * * * * *", "2026-01-31T03:20:59.9Z", "2026-01-31T03:20:00Z")]
    [InlineData("0 20 3 * * *", "2026-01-31T03:20:00Z", "2026-01-31T03:20:00Z")]
    [InlineData("0 20 3 * * *", "2026-01-31T03:22:30Z", "2026-01-31T03:20:00Z")]
    [InlineData("0 20 3 * * *", "2026-01-31T03:19:59Z", "2026-01-30T03:20:00Z")]
    [InlineData("0 20 3 * * *", "2026-01-01T00:00:00Z", "2025-12-31T03:20:00Z")]
    public void LastUntil_is_the_last_time_of_the_schedule(string schedule, string now, string last) =>
        Assert.Equal(Time(last), TimerSchedule.Parse(schedule).LastUntil(Time(now)));

    [Fact]
    public void Parse_of_what_no_function_uses_says_so() => Assert.Throws<NotSupportedException>(() => TimerSchedule.Parse("*/5 * * * * *"));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
