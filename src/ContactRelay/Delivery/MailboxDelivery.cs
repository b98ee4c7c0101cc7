using System.Collections.Immutable;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Secrets;
using ContactRelay.Storage;
using ContactRelay.Tenants;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Delivery;

/// <summary>
/// Drains one mailbox: takes its lease, merges what is due, calls the provider once, settles. When it returns, the
/// message that led here may be deleted: it has seen the mailbox with nothing pending, or has sent another wake-up.
/// </summary>
public sealed partial class MailboxDelivery(
    IMailboxStore mailboxes,
    WakeUpSender wakeUps,
    IDeadLetterStore deadLetters,
    ITenantDirectory tenants,
    ProviderRegistry providers,
    ProviderCaller caller,
    ContactHash contactHash,
    TimeProvider time,
    Random random,
    ILogger<MailboxDelivery> logger)
{
    /// <summary>How long a lease lasts: a call's time-out and a minute.</summary>
    public static readonly TimeSpan LeaseTime = ProviderSender.Timeout + TimeSpan.FromMinutes(1);

    private const int MaxConflicts = 20;
    private static readonly TimeSpan UnknownTenantWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan UnauthorizedWait = TimeSpan.FromMinutes(1);

    /// <summary>Drains the mailbox. Throws <see cref="StorageUnavailableException"/> where the message has to come back.</summary>
    public async Task DrainAsync(MailboxKey key, CancellationToken cancellationToken)
    {
        var tenant = await tenants.FindAsync(key.Tenant, cancellationToken);
        if (tenant is null)
        {
            await WaitForTenantAsync(key, cancellationToken);
            return;
        }

        var rules = new BatchRules(providers.Of(tenant).AdditiveFields, tenant.DeliverEach);
        var token = Guid.NewGuid().ToString("N");
        BeginResult? saving = null;
        for (var tries = 0; tries < MaxConflicts; tries++)
        {
            var recalled = tries == 0 ? mailboxes.Recall(key) : null;
            var loaded = recalled ?? await mailboxes.LoadAsync(key, cancellationToken);
            if (saving?.Batch is { } landed && loaded.Mailbox.Lease?.Token == token)
            {
                await CallAsync(key, tenant, landed, loaded);
                return;
            }

            var begun = Beginning.Begin(loaded.Mailbox, token, LeaseTime, tenant.Limits.MaxAge, rules, time.GetUtcNow());
            if (recalled is not null && (begun.Outcome is not BeginOutcome.Started || !begun.Dead.IsDefaultOrEmpty))
            {
                // Only a save shows whether the mailbox is still as recalled, so nothing may be done before one.
                continue;
            }

            if (begun.Outcome is BeginOutcome.Nothing)
            {
                return;
            }

            if (begun.Outcome is BeginOutcome.Leased or BeginOutcome.NotDue)
            {
                await wakeUps.SendAsync(loaded.Mailbox.WakeUpAt(key, begun.LookAgainAt!.Value), cancellationToken);
                return;
            }

            saving = begun;
            await KeepAsync(key, begun.Dead, cancellationToken);
            var etag = await mailboxes.SaveAsync(key, begun.Mailbox, loaded.ETag, null, cancellationToken);
            if (etag is not null && begun.Batch is { } batch)
            {
                await CallAsync(key, tenant, batch, new(begun.Mailbox, etag));
                return;
            }
        }

        throw new StorageUnavailableException("The mailbox changes too fast to take its lease.");
    }

    /// <summary>
    /// Calls the provider and settles what came of it, first with the mailbox as saved with the lease: most often it still
    /// is so. It goes through even where the host stops, since a call that was made and not settled is made again.
    /// </summary>
    private async Task CallAsync(MailboxKey key, Tenant tenant, Batch batch, LoadedMailbox loaded)
    {
        var known = KnownValues.ForCall(loaded.Mailbox, providers.Of(tenant), batch, time.GetUtcNow());
        var report = await caller.CallAsync(tenant, key.ContactId, batch, known);
        for (var tries = 0; tries < MaxConflicts; tries++)
        {
            var now = time.GetUtcNow();
            var retryAt = now + Wait(report.Outcome, loaded.Mailbox.Attempts, tenant);
            if (Settling.Settle(loaded.Mailbox, batch, report, retryAt, tenant.Limits.MaxAge, now) is not { } settled)
            {
                await AnswerLostAsync(key, loaded.Mailbox, now);
                return;
            }

            if (tries == 0 && !settled.Dead.IsDefaultOrEmpty)
            {
                // A dead letter stays, whatever becomes of the save, and the contact may have been erased since.
                loaded = await mailboxes.LoadAsync(key, CancellationToken.None);
                continue;
            }

            await KeepAsync(key, settled.Dead, CancellationToken.None);
            if (await mailboxes.SaveAsync(key, settled.Mailbox, loaded.ETag, settled.Mailbox.NextWakeUp(key), CancellationToken.None) is not null)
            {
                await LogAsync(key, tenant, report, settled.Settled);
                return;
            }

            loaded = await mailboxes.LoadAsync(key, CancellationToken.None);
        }

        throw new StorageUnavailableException("The mailbox changes too fast to settle it.");
    }

    /// <summary>
    /// Another has the lease, or the save that we saw fail had landed. Either way the mailbox is right as it is, and
    /// what is pending must be looked into by somebody.
    /// </summary>
    private async Task AnswerLostAsync(MailboxKey key, Mailbox mailbox, DateTimeOffset now)
    {
        if (mailbox.DueAt() is { } due)
        {
            await wakeUps.SendAsync(mailbox.WakeUpAt(key, mailbox.Lease is { } lease && lease.Until > now ? lease.Until : due), CancellationToken.None);
        }
    }

    private async Task WaitForTenantAsync(MailboxKey key, CancellationToken cancellationToken)
    {
        var loaded = await mailboxes.LoadAsync(key, cancellationToken);
        if (!loaded.Mailbox.Pending.IsEmpty)
        {
            Log.UnknownTenant(logger, key.Tenant, loaded.Mailbox.Pending.Length);
            await wakeUps.SendAsync(loaded.Mailbox.WakeUpAt(key, time.GetUtcNow() + UnknownTenantWait), cancellationToken);
        }
    }

    private TimeSpan Wait(DeliveryOutcome outcome, int attempts, Tenant tenant)
    {
        // What the provider asks for lengthens the schedule and never shortens it: some ask for 0 seconds.
        var planned = RetrySchedule.Wait(attempts + 1, random.NextDouble());
        var wait = outcome.Kind == OutcomeKind.Unauthorized ? UnauthorizedWait
            : outcome.After is { } after && after > planned ? after < tenant.Limits.MaxAge ? after : tenant.Limits.MaxAge
            : planned;
        return outcome.Unknown && wait < Leases.WaitAfterNoAnswer ? Leases.WaitAfterNoAnswer : wait;
    }

    private async Task KeepAsync(MailboxKey key, ImmutableArray<DeadUpdate> dead, CancellationToken cancellationToken)
    {
        foreach (var update in dead.IsDefault ? [] : dead)
        {
            await deadLetters.UpsertAsync(DeadLetter.Of(key, update), cancellationToken);
        }
    }

    private async Task LogAsync(MailboxKey key, Tenant tenant, SettleReport report, ImmutableArray<SettledUpdate> settled)
    {
        if (!logger.IsEnabled(LogLevel.Information))
        {
            return;
        }

        var contact = await contactHash.OfAsync(key, CancellationToken.None);
        var attempt = report.Attempt;
        if (settled.IsEmpty)
        {
            Log.Waiting(logger, key.Tenant, tenant.Provider, contact, attempt.Outcome, attempt.HttpStatus, attempt.Milliseconds);
        }

        foreach (var update in settled)
        {
            Log.Settled(logger, key.Tenant, tenant.Provider, contact, update.Id, update.Status, attempt.HttpStatus, attempt.Milliseconds);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Tenant} {Provider} contact {Contact} update {UpdateId}: {Status} (HTTP {HttpStatus}, {Milliseconds} ms)")]
        public static partial void Settled(
            ILogger logger, string tenant, string provider, string contact, string updateId, UpdateStatus status, int? httpStatus, int milliseconds);

        [LoggerMessage(2, LogLevel.Information, "{Tenant} {Provider} contact {Contact}: {Outcome} (HTTP {HttpStatus}, {Milliseconds} ms)")]
        public static partial void Waiting(
            ILogger logger, string tenant, string provider, string contact, string outcome, int? httpStatus, int milliseconds);

        [LoggerMessage(3, LogLevel.Warning, "{Tenant} is not a tenant any more, and one of its contacts has {Pending} updates pending")]
        public static partial void UnknownTenant(ILogger logger, string tenant, int pending);
    }
}
