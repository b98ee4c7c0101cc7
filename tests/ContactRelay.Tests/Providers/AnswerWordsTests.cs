using ContactRelay.Providers;
using ContactRelay.Providers.Kulea;
using Xunit;

namespace ContactRelay.Tests.Providers;

/// <summary>What is said of answers that are not the provider's own.</summary>
public sealed class AnswerWordsTests() : ProviderTest(new KuleaProvider(), TenantBuilder.Kulea().Build())
{
    [Fact]
    public void ReadAnswer_of_another_success_says_so()
    {
        Assert.Equal("HTTP 200, but the answer is not the one that the provider documents.", Outcome(200, "<html></html>").Reason);
        Assert.Equal("HTTP 200, but the answer is too long to be the provider's.", Read(200, "{}", isCut: true).Outcome.Reason);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(302)]
    [InlineData(399)]
    public void ReadAnswer_redirect_says_what_may_have_to_change(int status)
    {
        var outcome = Outcome(status, "");

        Assert.Equal((OutcomeKind.RetryLater, false), (outcome.Kind, outcome.Unknown));
        Assert.Equal($"HTTP {status}: redirects are not followed; the tenant's baseUrl may have to change.", outcome.Reason);
    }

    [Fact]
    public void ReadAnswer_before_the_last_may_have_been_applied()
    {
        var outcome = Outcome(102, "");

        Assert.Equal((OutcomeKind.RetryLater, true, "HTTP 102"), (outcome.Kind, outcome.Unknown, outcome.Reason));
    }

    [Fact]
    public void NoAnswer_may_have_been_applied() => Assert.True(DeliveryOutcome.NoAnswer("Silence.").Unknown);

    [Fact]
    public void IsSuccess_is_two_hundred_to_three_hundred()
    {
        Assert.Equal([false, true, true, false], new[] { 199, 200, 299, 300 }.Select(status => new ProviderAnswer(status, default, null, false).IsSuccess));
    }

    [Fact]
    public void Without_masks_a_secret_wherever_it_is_repeated() =>
        Assert.Equal("No *** and no ***.", DeliveryOutcome.Unauthorized("No key-1 and no key-1.").Without("key-1").Reason);

    [Fact]
    public void Without_changes_nothing_where_there_is_nothing_to_mask()
    {
        var silent = DeliveryOutcome.Delivered("1");
        var outcome = DeliveryOutcome.Unauthorized("No.");

        Assert.Same(silent, silent.Without("key-1"));
        Assert.Same(outcome, outcome.Without(""));
        Assert.Equal("No.", outcome.Without("key-1").Reason);
    }

    [Fact]
    public void Without_masks_the_beginning_of_a_secret_that_was_cut_off_at_the_end()
    {
        var words = new string('x', DeliveryOutcome.MaxReasonBytes - 3);

        Assert.Equal(words + "***", DeliveryOutcome.Unauthorized(words + "key-1").Without("key-1").Reason);
    }

    [Fact]
    public void Without_takes_a_short_text_that_ends_like_the_secret_begins_for_what_it_is() =>
        Assert.Equal("The monkey", DeliveryOutcome.Unauthorized("The monkey").Without("key-1").Reason);
}
