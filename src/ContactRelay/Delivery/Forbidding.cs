using ContactRelay.Mailboxes;
using ContactRelay.Providers;

namespace ContactRelay.Delivery;

/// <summary>Decides when a call that was forbidden again and again is refused for good.</summary>
internal static class Forbidding
{
    /// <summary>How often an update's calls have to be forbidden for that, which is some four hours on the schedule.</summary>
    public const int MaxTimes = 8;

    /// <summary>The report, as a refusal if one of the batch's updates was forbidden too often.</summary>
    public static SettleReport Judge(SettleReport report, Batch batch, Mailbox mailbox)
    {
        if (!report.Outcome.IsForbidden)
        {
            return report;
        }

        var times = 1 + mailbox.Pending
            .Where(update => batch.Lease.Members.Contains(update.Id))
            .Select(update => mailbox.AttemptsOf(update).Count(attempt => attempt.Outcome == DeliveryOutcome.ForbiddenWord))
            .DefaultIfEmpty()
            .Max();
        return times < MaxTimes
            ? report
            : report with { Outcome = DeliveryOutcome.Rejected($"Forbidden {times} times; the last time: {report.Outcome.Reason}") };
    }
}
