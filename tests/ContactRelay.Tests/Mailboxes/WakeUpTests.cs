using ContactRelay.Mailboxes;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Mailboxes;

public sealed class WakeUpTests
{
    [Theory]
    [InlineData(-60, 0)]
    [InlineData(0, 0)]
    [InlineData(60, 60)]
    [InlineData(7 * 86_400, 7 * 86_400)]
    [InlineData((7 * 86_400) + 1, 7 * 86_400)]
    public void Delay_is_at_least_none_and_at_most_a_week(int seconds, int delay) => Assert.Equal(
        TimeSpan.FromSeconds(delay), new WakeUp(new("acme", "1"), Noon.AddSeconds(seconds)).Delay(Noon));

    [Fact]
    public void ToString_of_a_key_names_no_contact() => Assert.Equal("acme", new MailboxKey("acme", "jane@example.com").ToString());
}
