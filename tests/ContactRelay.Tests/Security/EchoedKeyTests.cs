using ContactRelay.Providers;
using ContactRelay.Tests.Delivery;
using Xunit;

namespace ContactRelay.Tests.Security;

/// <summary>A provider that repeats the tenant's key in its words does not thereby give it to whoever reads the status.</summary>
public sealed class EchoedKeyTests
{
    // In base64 the user name, a colon and the key.
    private const string Basic = "YWRhOmtleS10aGF0LW5vYm9keS1tYXktc2Vl";

    [Theory]
    [InlineData("kulea", 401, ProviderCalls.Key, """{"success":false,"reason":"The key ECHO is not known."}""")]
    [InlineData("kulea", 400, ProviderCalls.Key, """{"success":false,"reason":"The key ECHO is not known."}""")]
    [InlineData("bosscart", 403, ProviderCalls.Key, """{"message":"The key ECHO is not known."}""")]
    [InlineData("campaignlark", 429, ProviderCalls.Key, """{"error":{"message":"The key ECHO is not known."}}""")]
    [InlineData("everlytic", 500, ProviderCalls.Key, """{"error":"The key ECHO is not known."}""")]
    [InlineData("everlytic", 401, Basic, """{"error":"The key ECHO is not known."}""")]
    public async Task CallAsync_key_in_the_providers_words_is_masked(string call, int status, string echo, string body)
    {
        await using var server = new ScriptedServer(
            ScriptedServer.Send(ScriptedServer.Http($"{status} Words", body.Replace("ECHO", echo, StringComparison.Ordinal))));
        await using var calls = new ProviderCalls();

        var report = await calls.CallAsync(call, server.Url);

        Assert.Equal("The key *** is not known.", report.Attempt.Reason);
        Assert.Equal("The key *** is not known.", report.Outcome.Reason);
    }

    [Theory]
    [InlineData(505)]
    [InlineData(500)]
    [InlineData(489)]
    public void Without_key_that_was_cut_leaves_no_part_of_it(int before)
    {
        var outcome = DeliveryOutcome.Rejected(new string('x', before) + ProviderCalls.Key).Without(ProviderCalls.Key);

        Assert.StartsWith(new string('x', before), outcome.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(ProviderCalls.Key[..1], outcome.Reason, StringComparison.Ordinal);
        Assert.InRange(outcome.Reason!.Length, before, DeliveryOutcome.MaxReasonBytes);
    }

    [Fact]
    public void Without_words_that_hold_no_key_leaves_them() =>
        Assert.Equal(DeliveryOutcome.Rejected("busy, key"), DeliveryOutcome.Rejected("busy, key").Without(ProviderCalls.Key));
}
