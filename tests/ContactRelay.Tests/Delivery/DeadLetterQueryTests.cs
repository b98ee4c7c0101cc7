using ContactRelay.Delivery;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Delivery;

/// <summary>Which dead letters a query wants.</summary>
public sealed class DeadLetterQueryTests
{
    private static readonly DeadLetterQuery All = new("acme");

    // A query that wants the letter in each of its conditions.
    private static readonly DeadLetterQuery Exact = new("acme")
    {
        Kind = DeadLetter.Rejected,
        Since = Noon - Minute,
        Until = Noon + Minute,
        ContactId = "1",
        Reason = "such",
    };

    private static readonly DeadLetter Letter = new()
    {
        Tenant = "acme",
        Id = "a",
        ContactId = "1",
        At = Noon,
        Kind = DeadLetter.Rejected,
        Reason = "No such field",
    };

    [Fact]
    public void Query_without_conditions_wants_any_letter_of_its_tenant()
    {
        Assert.True(All.Wants(Letter));
        Assert.True(All.Wants(Letter with { ContactId = null, Kind = DeadLetter.Invalid, Reason = "" }));
        Assert.False(All.Wants(Letter with { Tenant = "other" }));
    }

    [Fact]
    public void Letter_that_meets_all_conditions_is_wanted() => Assert.True(Exact.Wants(Letter));

    [Fact]
    public void Letter_of_another_tenant_is_not_wanted() => Assert.False(Exact.Wants(Letter with { Tenant = "other" }));

    [Fact]
    public void Letter_of_another_kind_is_not_wanted()
    {
        Assert.False(Exact.Wants(Letter with { Kind = DeadLetter.Expired }));
        Assert.True((All with { Kind = DeadLetter.Expired }).Wants(Letter with { Kind = DeadLetter.Expired }));
    }

    [Fact]
    public void Letter_that_came_before_is_not_wanted()
    {
        Assert.False(Exact.Wants(Letter with { At = Noon - Minute - TimeSpan.FromMilliseconds(1) }));
        Assert.True((All with { Since = Noon }).Wants(Letter));
        Assert.True((All with { Since = Noon }).Wants(Letter with { At = Noon + Minute }));
    }

    [Fact]
    public void Letter_that_came_then_or_later_is_not_wanted()
    {
        Assert.False(Exact.Wants(Letter with { At = Noon + Minute + Minute }));
        Assert.False((All with { Until = Noon }).Wants(Letter));
        Assert.True((All with { Until = Noon }).Wants(Letter with { At = Noon - TimeSpan.FromMilliseconds(1) }));
    }

    [Fact]
    public void Letter_of_another_contact_is_not_wanted()
    {
        Assert.False(Exact.Wants(Letter with { ContactId = "2" }));
        Assert.False(Exact.Wants(Letter with { ContactId = null }));
        Assert.True((All with { ContactId = "2" }).Wants(Letter with { ContactId = "2" }));
    }

    [Fact]
    public void Letter_whose_reason_lacks_the_text_is_not_wanted()
    {
        Assert.False(Exact.Wants(Letter with { Reason = "Too long" }));
        Assert.True((All with { Reason = "NO SUCH" }).Wants(Letter));
    }
}
