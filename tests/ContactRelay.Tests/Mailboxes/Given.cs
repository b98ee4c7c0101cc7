using System.Collections.Frozen;
using ContactRelay.Contacts;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using Xunit;

namespace ContactRelay.Tests.Mailboxes;

/// <summary>Short ways to bring a mailbox to where a test begins.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(90);
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(3);
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>All that is due becomes one call, and tags add to those the provider has.</summary>
    public static readonly BatchRules Merge = new(new[] { CanonicalFields.Tags }.ToFrozenSet());

    /// <summary>Each update is a call of its own.</summary>
    public static readonly BatchRules Each = Merge with { Each = true };

    public static ContactFields Fields(params (string Path, string Text)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Path, FieldValue.Text(field.Text))));

    public static ContactFields Tags(params string[] tags) =>
        new([KeyValuePair.Create(CanonicalFields.Tags, FieldValue.List(tags.Select(FieldValue.Text)))]);

    public static NewUpdate Update(string id, ContactFields changes) => new() { Id = id, Changes = changes, BodyHash = "body of " + id };

    /// <summary>An update of the e-mail address, to one that names the update.</summary>
    public static NewUpdate Update(string id) => Update(id, Fields(("email", id + "@example.com")));

    public static AcceptResult Accept(this Mailbox mailbox, NewUpdate update, DateTimeOffset? now = null) =>
        Accepting.Accept(mailbox, update, Merge, now ?? Noon);

    /// <summary>The mailbox with these in it, accepted in this order a millisecond apart.</summary>
    public static Mailbox With(this Mailbox mailbox, params NewUpdate[] updates)
    {
        foreach (var update in updates)
        {
            var result = mailbox.Accept(update);
            Assert.Equal(AcceptOutcome.Accepted, result.Outcome);
            mailbox = result.Mailbox;
        }

        return mailbox;
    }

    public static BeginResult Begin(this Mailbox mailbox, DateTimeOffset? now = null, BatchRules? rules = null, string token = "mine") =>
        Beginning.Begin(mailbox, token, LeaseTime, MaxAge, rules ?? Merge, now ?? Noon);

    /// <summary>The mailbox with its lease taken, and the batch.</summary>
    public static (Mailbox Mailbox, Batch Batch) Started(this Mailbox mailbox, DateTimeOffset? now = null, BatchRules? rules = null)
    {
        var begun = mailbox.Begin(now, rules);
        Assert.Equal(BeginOutcome.Started, begun.Outcome);
        return (begun.Mailbox, begun.Batch!);
    }

    public static SettleReport Report(DeliveryOutcome outcome, int? httpStatus = 200, ContactFields? known = null) => new(
        outcome,
        new Attempt(Noon, outcome.Word, httpStatus, Milliseconds: 7, outcome.Reason, outcome.Unknown),
        known ?? ContactFields.Empty);

    /// <summary>The mailbox after a whole call that came to this; the next try a minute later.</summary>
    public static SettleResult Called(
        this Mailbox mailbox, DeliveryOutcome outcome, DateTimeOffset? now = null, BatchRules? rules = null)
    {
        var (leased, batch) = mailbox.Started(now, rules);
        return leased.Settled(batch, outcome, now);
    }

    public static SettleResult Settled(this Mailbox mailbox, Batch batch, DeliveryOutcome outcome, DateTimeOffset? now = null)
    {
        var result = Settling.Settle(mailbox, batch, Report(outcome), (now ?? Noon) + Minute, MaxAge, now ?? Noon);
        Assert.NotNull(result);
        return result;
    }

    /// <summary>The mailbox after all that is due in it was delivered.</summary>
    public static Mailbox Delivered(this Mailbox mailbox, DateTimeOffset? now = null) =>
        mailbox.Called(DeliveryOutcome.Delivered("record-1"), now).Mailbox;

    public static SettledUpdate SettledAs(this Mailbox mailbox, string id)
    {
        var settled = mailbox.FindSettled(id);
        Assert.NotNull(settled);
        return settled;
    }

    public static UpdateStatus StatusOf(this Mailbox mailbox, string id) =>
        mailbox.FindPending(id) is null ? mailbox.SettledAs(id).Status : UpdateStatus.Accepted;

    public static string[] Ids(this IEnumerable<PendingUpdate> updates) => [.. updates.Select(update => update.Id)];
}
