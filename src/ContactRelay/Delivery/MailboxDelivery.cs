using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Storage;
using ContactRelay.Telemetry;
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
    TenantGates gates,
    BatchDelivery batches,
    OutcomeRecorder outcomes,
    TimeProvider time,
    ILogger<MailboxDelivery> logger)
{
    /// <summary>How long a lease lasts: a call's time-out and a minute.</summary>
    public static readonly TimeSpan LeaseTime = ProviderSender.Timeout + TimeSpan.FromMinutes(1);

    private const int MaxConflicts = 20;
    private static readonly TimeSpan UnknownTenantWait = TimeSpan.FromMinutes(10);

    // Unique everywhere, without asking the system for random bytes each time.
    private static readonly string LeasesOfProcess = Guid.NewGuid().ToString("N");
    private static long _leases;

    /// <summary>Drains the mailbox of this contact of the tenant that has this id. Throws <see cref="StorageUnavailableException"/> where the message has to come back.</summary>
    public async Task DrainAsync(MailboxKey named, Arrival arrival, CancellationToken cancellationToken)
    {
        if (await tenants.FindAsync(named.TenantId, cancellationToken) is not { } tenant)
        {
            await WaitForTenantAsync(named, arrival, cancellationToken);
            return;
        }

        var key = tenant.Mailbox(named.ContactId);
        await using var passage = new GatePassage(gates, tenant, arrival with { ContactId = key.ContactId });
        var rules = new BatchRules(providers.Of(tenant).AdditiveFields, tenant.DeliverEach);
        var token = $"{LeasesOfProcess}-{Interlocked.Increment(ref _leases)}";
        BeginResult? saving = null;
        for (var tries = 0; tries < MaxConflicts; tries++)
        {
            var recalled = tries == 0 ? mailboxes.Recall(key) : null;
            var loaded = recalled ?? await mailboxes.LoadAsync(key, cancellationToken);
            if (saving?.Batch is { } landed && loaded.Mailbox.Lease?.Token == token)
            {
                await DeliverAsync(key, tenant, landed, loaded, passage, arrival);
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
                if (!arrival.IsExtra)
                {
                    await wakeUps.SendAsync(loaded.Mailbox.WakeUpAt(key, begun.LookAgainAt!.Value) with { TraceParent = arrival.TraceParent }, cancellationToken);
                }

                return;
            }

            if (begun.Outcome is BeginOutcome.Started && await passage.EnterAsync(cancellationToken) is { MayCall: false } turnedAway)
            {
                if (await DeferAsync(key, tenant, loaded, recalled is not null, turnedAway, cancellationToken))
                {
                    return;
                }

                continue;
            }

            saving = begun;
            await deadLetters.KeepAsync(key, begun.Dead, cancellationToken);
            if (await mailboxes.SaveAsync(key, begun.Mailbox, loaded.ETag, null, cancellationToken) is { } etag)
            {
                await outcomes.SettledAsync(key, tenant, begun.Mailbox.JustSettled);
                if (begun.Batch is { } batch)
                {
                    await DeliverAsync(key, tenant, batch, new(begun.Mailbox with { JustSettled = [] }, etag), passage, arrival);
                    return;
                }
            }
        }

        throw new StorageUnavailableException("The mailbox changes too fast to take its lease.");
    }

    private async Task DeliverAsync(MailboxKey key, Tenant tenant, Batch batch, LoadedMailbox loaded, GatePassage passage, Arrival arrival)
    {
        var report = await batches.CallAsync(key, tenant, batch, loaded.Mailbox);
        report = await passage.LearnAsync(report);
        await batches.SettleAsync(key, tenant, batch, report, loaded, arrival.TraceParent);
    }

    /// <summary>
    /// Comes again later, since the tenant's gate wants that; what is too old for it by then, while the tenant is held, is
    /// expired. False where the mailbox has to be looked at again first.
    /// </summary>
    private async Task<bool> DeferAsync(
        MailboxKey key, Tenant tenant, LoadedMailbox loaded, bool isRecalled, GateAnswer answer, CancellationToken cancellationToken)
    {
        var mailbox = loaded.Mailbox;
        if (answer.Hold is { } hold && Beginning.GiveUp(mailbox, tenant.Limits.MaxAge, hold.Words, time.GetUtcNow()) is { Outcome: BeginOutcome.Tidied } given)
        {
            if (isRecalled)
            {
                return false;
            }

            await deadLetters.KeepAsync(key, given.Dead, cancellationToken);
            if (await mailboxes.SaveAsync(key, given.Mailbox, loaded.ETag, null, cancellationToken) is null)
            {
                return false;
            }

            await outcomes.SettledAsync(key, tenant, given.Mailbox.JustSettled);
            mailbox = given.Mailbox;
        }

        var next = answer.Next!;
        if (next.IsExtra && answer.Hold is not null)
        {
            return true;
        }

        if (!mailbox.Pending.IsEmpty)
        {
            var wakeUp = mailbox.WakeUpAt(key, answer.TryAgainAt);
            await wakeUps.SendAsync(wakeUp with { Slot = next.Slot, Deferrals = next.Deferrals, TraceParent = next.TraceParent, IsExtra = next.IsExtra }, cancellationToken);
        }

        return true;
    }

    /// <summary>
    /// Comes again later for a tenant whose document is not valid now. What a tenant left that was deleted is erased, its
    /// updates too, so there a wake-up ends.
    /// </summary>
    public async Task WaitForTenantAsync(MailboxKey key, Arrival arrival, CancellationToken cancellationToken)
    {
        if (await tenants.IsGoneAsync(key.TenantId, cancellationToken))
        {
            Log.NoTenant(logger, TenantReader.IsId(key.TenantId) ? key.TenantId : "(no tenant)");
            return;
        }

        Log.TenantNotRead(logger, key.TenantId);
        var wakeUp = new WakeUp(key, time.GetUtcNow() + UnknownTenantWait, arrival.IsBulk) { TraceParent = arrival.TraceParent };
        await wakeUps.SendAsync(wakeUp, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(3, LogLevel.Information, "{Tenant} is not a tenant; a wake-up for one of its contacts ends")]
        public static partial void NoTenant(ILogger logger, string tenant);

        [LoggerMessage(4, LogLevel.Warning, "{Tenant} cannot be used now; a wake-up for one of its contacts waits")]
        public static partial void TenantNotRead(ILogger logger, string tenant);
    }
}
