using ContactRelay.Intake;
using ContactRelay.Mailboxes;
using ContactRelay.Secrets;
using ContactRelay.Tenants;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Telemetry;

/// <summary>
/// Counts what became of updates and writes it down: a line an outcome, with the ids of its updates and the contact's
/// keyed hash. To be told once it is on disk. Where such lines are not wanted, nothing is worked out for them.
/// </summary>
public sealed partial class OutcomeRecorder(RelayMetrics metrics, ContactHash contactHash, ILogger<OutcomeRecorder> logger)
{
    // A line's length has a limit wherever it ends up, and a mailbox may settle a thousand at a time.
    private const int MaxIds = 100;

    /// <summary>Updates were accepted, or were not; some may have been settled by that.</summary>
    public ValueTask AcceptedAsync(MailboxKey key, Tenant tenant, IReadOnlyList<IntakeResult> results)
    {
        metrics.Accepted(tenant, results);
        return results.Any(IsSettled)
            ? WriteAsync(key, tenant, results.Where(IsSettled).Select(result => (result.Status, result.UpdateId)))
            : ValueTask.CompletedTask;
    }

    /// <summary>An attempt was made, and settled these; where none, its updates wait for the next.</summary>
    public async ValueTask AttemptedAsync(MailboxKey key, Tenant tenant, Batch batch, SettleReport report, IReadOnlyList<SettledUpdate> settled)
    {
        metrics.Attempted(tenant, batch, report, settled);
        if (!logger.IsEnabled(LogLevel.Information))
        {
            return;
        }

        var contact = await contactHash.OfAsync(key, CancellationToken.None);
        var attempt = report.Attempt;
        var lines = settled is [var only] ? [(only.Status.Word(), only.Id)]
            : settled.Count > 0 ? InLines(settled.Select(update => (update.Status, update.Id)))
            : batch.Members.Select(member => member.Id).Chunk(MaxIds).Select(ids => (attempt.Outcome, string.Join(' ', ids)));
        foreach (var (outcome, ids) in lines)
        {
            Log.Attempted(logger, tenant.Id, tenant.Provider, contact, outcome, attempt.HttpStatus, attempt.Milliseconds, ids);
        }
    }

    /// <summary>These were settled without an attempt.</summary>
    public ValueTask SettledAsync(MailboxKey key, Tenant tenant, IReadOnlyList<SettledUpdate> settled)
    {
        foreach (var update in settled)
        {
            metrics.Settled(tenant, update.Status);
        }

        return settled.Count > 0 ? WriteAsync(key, tenant, settled.Select(update => (update.Status, update.Id))) : ValueTask.CompletedTask;
    }

    private static bool IsSettled(IntakeResult result) =>
        result is { Outcome: IntakeOutcome.Accepted, IsReplay: false, Status: not UpdateStatus.Accepted };

    private static IEnumerable<(string Outcome, string Ids)> InLines(IEnumerable<(UpdateStatus Status, string Id)> settled) =>
        from update in settled
        group update.Id by update.Status into ofStatus
        from ids in ofStatus.Chunk(MaxIds)
        select (ofStatus.Key.Word(), string.Join(' ', ids));

    private async ValueTask WriteAsync(MailboxKey key, Tenant tenant, IEnumerable<(UpdateStatus Status, string Id)> settled)
    {
        if (!logger.IsEnabled(LogLevel.Information))
        {
            return;
        }

        var contact = await contactHash.OfAsync(key, CancellationToken.None);
        foreach (var (outcome, ids) in InLines(settled))
        {
            Log.Settled(logger, tenant.Id, tenant.Provider, contact, outcome, ids);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Tenant} {Provider} contact {Contact}: {Outcome} (HTTP {HttpStatus}, {Milliseconds} ms), update {UpdateIds}")]
        public static partial void Attempted(
            ILogger logger, string tenant, string provider, string contact, string outcome, int? httpStatus, int milliseconds, string updateIds);

        [LoggerMessage(2, LogLevel.Information, "{Tenant} {Provider} contact {Contact}: {Outcome} without a call, update {UpdateIds}")]
        public static partial void Settled(ILogger logger, string tenant, string provider, string contact, string outcome, string updateIds);
    }
}
