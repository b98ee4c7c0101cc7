using System.Collections.Concurrent;
using ContactRelay.Providers;

namespace ContactRelay.Delivery.Gates;

/// <summary>
/// The failures in a row of each tenant, counted by this process: what each of many instances would have to write down for
/// every failure says no more. One contact's failures say nothing of the tenant, however many there are.
/// </summary>
public sealed class FailureStreaks
{
    /// <summary>How many calls in a row have to come to nothing before the provider counts as down.</summary>
    public const int FailuresForDown = 5;

    /// <summary>How many contacts they have to be about; and of how many in a row the calls have to be forbidden before the key counts as refused.</summary>
    public const int ContactsForHold = 3;

    private readonly ConcurrentDictionary<string, Streak> _streaks = new(StringComparer.Ordinal);

    /// <summary>Why the tenant is to be held, now that this came of a call; null if it is not.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="call">The call.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="held">Why the tenant is held already; null if it is not.</param>
    public HoldReason? Learn(string tenant, GatedCall call, DeliveryOutcome outcome, HoldReason? held)
    {
        if (outcome.Kind != OutcomeKind.RetryLater)
        {
            Forget(tenant);
            return outcome.Kind switch
            {
                OutcomeKind.Throttled => HoldReason.Throttled,
                OutcomeKind.Unauthorized => HoldReason.Unauthorized,
                _ => null,
            };
        }

        var streak = _streaks.GetOrAdd(tenant, static _ => new());
        lock (streak)
        {
            if (outcome.IsForbidden)
            {
                streak.Forbidden.Add(call.Contact);
                return held ?? (streak.Forbidden.Count >= ContactsForHold ? HoldReason.Unauthorized : null);
            }

            streak.Failures++;
            if (streak.Failed.Count < ContactsForHold)
            {
                streak.Failed.Add(call.Contact);
            }

            return held is not null || (streak.Failures >= FailuresForDown && streak.Failed.Count >= ContactsForHold) ? HoldReason.ProviderDown : null;
        }
    }

    /// <summary>Forgets the tenant's failures.</summary>
    public void Forget(string tenant) => _streaks.TryRemove(tenant, out _);

    private sealed class Streak
    {
        public int Failures { get; set; }

        public HashSet<string> Failed { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Forbidden { get; } = new(StringComparer.Ordinal);
    }
}
