using ContactRelay.Delivery;
using Xunit;

namespace ContactRelay.Tests.Delivery;

public sealed class RetryScheduleTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 30)]
    [InlineData(3, 120)]
    [InlineData(4, 600)]
    [InlineData(5, 1800)]
    [InlineData(6, 3600)]
    [InlineData(7, 7200)]
    [InlineData(8, 14400)]
    [InlineData(9, 14400)]
    [InlineData(1000, 14400)]
    [InlineData(int.MaxValue, 14400)]
    [InlineData(0, 5)]
    [InlineData(-1, 5)]
    public void Wait_grows_to_four_hours(int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetrySchedule.Wait(attempts, 0.5));

    [Theory]
    [InlineData(1, 0, 4)]
    [InlineData(1, 1, 6)]
    [InlineData(2, 0, 24)]
    [InlineData(2, 1, 36)]
    [InlineData(8, 0, 11520)]
    [InlineData(8, 1, 17280)]
    [InlineData(3, 0.25, 108)]
    public void Wait_is_a_fifth_more_or_less(int attempts, double random, int seconds) =>
        Assert.Equal(seconds, RetrySchedule.Wait(attempts, random).TotalSeconds, tolerance: 0.001);
}
