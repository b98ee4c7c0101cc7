using ContactRelay.Contacts;
using ContactRelay.Providers;

namespace ContactRelay.Mailboxes;

/// <summary>What came of the call for a batch.</summary>
/// <param name="Outcome">What the provider's answer, or its absence, means.</param>
/// <param name="Attempt">The attempt, for the record.</param>
/// <param name="Known">What is now known of the values that the provider demands in every call.</param>
public sealed record SettleReport(DeliveryOutcome Outcome, Attempt Attempt, ContactFields Known)
{
    /// <summary>Which version of the tenant's secret the call was made with; null where there was none.</summary>
    public string? SecretVersion { get; init; }
}
