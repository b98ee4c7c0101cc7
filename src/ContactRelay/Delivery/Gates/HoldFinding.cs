using ContactRelay.Mailboxes;

namespace ContactRelay.Delivery.Gates;

/// <summary>What <see cref="TenantHolds.FindAsync"/> found.</summary>
/// <param name="Hold">The hold that stands against the call; null if it may be made.</param>
/// <param name="Probe">If the call is to find out whether the hold is over, the probe that it is.</param>
/// <param name="IsLifted">Whether the hold was lifted just now.</param>
/// <param name="LetsOthersFirst">Whether the call has to wait until another contact's has found out.</param>
public readonly record struct HoldFinding(Hold? Hold, string? Probe = null, bool IsLifted = false, bool LetsOthersFirst = false);

/// <summary>What <see cref="TenantHolds.LearnAsync"/> learnt.</summary>
/// <param name="Report">The report, in which what befell the contact alone is no longer taken for the tenant's.</param>
/// <param name="IsLifted">Whether the hold was lifted.</param>
public readonly record struct HoldLearning(SettleReport Report, bool IsLifted);
