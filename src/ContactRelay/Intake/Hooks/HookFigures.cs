using System.Collections.Concurrent;
using ContactRelay.Telemetry;
using ContactRelay.Tenants;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Intake.Hooks;

/// <summary>
/// Counts what came of webhooks, and says in the log what their senders are not told: at most once a minute for each hook,
/// with paths, never values.
/// </summary>
public sealed partial class HookFigures(RelayMetrics metrics, TimeProvider time, ILogger<HookFigures> logger)
{
    private const string Taken = "taken";
    private const string NothingToDo = "nothingToDo";
    private const string Refused = "refused";
    private const string NotNow = "notNow";
    private const string Unauthenticated = "unauthenticated";
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    // Hooks that there are, and so no more than documents name.
    private readonly ConcurrentDictionary<(string Tenant, string Hook, string Outcome), (DateTimeOffset SaidAt, int Since)> _said = new();

    /// <summary>The events of a body were taken, or were not.</summary>
    public void Took(Tenant tenant, Hook hook, HookReading reading, IReadOnlyList<HookResult> results)
    {
        foreach (var result in results)
        {
            Count(tenant, hook, result);
        }

        var nothing = results.Count == 0 ? 1 : results.Count(result => result.Intake is null);
        if (results.Count == 0)
        {
            metrics.HookEvent(tenant, hook.Name, NothingToDo);
        }

        if (nothing > 0 && IsToBeSaid(tenant, hook, NothingToDo, nothing) is { } count)
        {
            Log.NothingToDo(logger, tenant.Id, hook.Name, count, BodyPaths.Of(reading.ReadBody()), BodyPaths.LookedFor(hook));
        }

        var refused = results.Where(result => result is { Intake: { Outcome: not IntakeOutcome.Accepted }, IsPassing: false }).ToArray();
        if (refused.Length > 0 && IsToBeSaid(tenant, hook, Refused, refused.Length) is { } times)
        {
            Log.Refused(logger, tenant.Id, hook.Name, times, string.Join(' ', refused.SelectMany(result => result.Intake!.Errors).Select(error => error.Pointer).Distinct().Take(BodyPaths.Max)));
        }
    }

    /// <summary>A body could not be read.</summary>
    public void CannotRead(Tenant tenant, Hook hook)
    {
        metrics.HookEvent(tenant, hook.Name, Refused);
        if (IsToBeSaid(tenant, hook, nameof(CannotRead), 1) is { } count)
        {
            Log.CannotRead(logger, tenant.Id, hook.Name, count);
        }
    }

    /// <summary>The only event of a body could not be stored for now.</summary>
    public void CannotStore(Tenant tenant, Hook hook) => metrics.HookEvent(tenant, hook.Name, NotNow);

    /// <summary>A request was not let in.</summary>
    public void NotLetIn(Tenant tenant, Hook hook, HookVerdict verdict)
    {
        metrics.HookEvent(tenant, hook.Name, verdict is HookVerdict.NoSecret ? NotNow : Unauthenticated);
        if (IsToBeSaid(tenant, hook, verdict.ToString(), 1) is { } count)
        {
            Log.NotLetIn(logger, tenant.Id, hook.Name, count, verdict);
        }
    }

    private void Count(Tenant tenant, Hook hook, HookResult result)
    {
        metrics.HookEvent(tenant, hook.Name, result.Intake is not { } intake ? NothingToDo
            : intake.Outcome == IntakeOutcome.Accepted ? Taken
            : result.IsPassing ? NotNow
            : Refused);
        foreach (var path in result.Intake?.Outcome == IntakeOutcome.Accepted ? result.Update.NotFound : [])
        {
            metrics.HookNotFound(tenant, hook.Name, path);
        }
    }

    /// <summary>How many there were since it was last said; null if that was less than a minute ago.</summary>
    private int? IsToBeSaid(Tenant tenant, Hook hook, string outcome, int count)
    {
        var now = time.GetUtcNow();
        int? said = null;
        _said.AddOrUpdate(
            (tenant.Id, hook.Name, outcome),
            _ => Say(count),
            (_, last) => now - last.SaidAt >= Quiet ? Say(last.Since + count) : Keep(last.SaidAt, last.Since + count));
        return said;

        (DateTimeOffset SaidAt, int Since) Say(int all)
        {
            said = all;
            return (now, 0);
        }

        (DateTimeOffset SaidAt, int Since) Keep(DateTimeOffset at, int all)
        {
            said = null;
            return (at, all);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(111, LogLevel.Warning, "A request to tenant {Tenant}'s hook {Hook} was not let in ({Count} since this was last said): {Verdict}")]
        public static partial void NotLetIn(ILogger logger, string tenant, string hook, int count, HookVerdict verdict);

        [LoggerMessage(112, LogLevel.Warning, "An event from tenant {Tenant}'s hook {Hook} was refused ({Count} since this was last said): {Pointers}")]
        public static partial void Refused(ILogger logger, string tenant, string hook, int count, string pointers);

        [LoggerMessage(113, LogLevel.Warning, "There was nothing to do for an event from tenant {Tenant}'s hook {Hook} ({Count} since this was last said). The body holds {Found}; the mapping looks for {LookedFor}")]
        public static partial void NothingToDo(ILogger logger, string tenant, string hook, int count, string found, string lookedFor);

        [LoggerMessage(114, LogLevel.Warning, "A body from tenant {Tenant}'s hook {Hook} cannot be read ({Count} since this was last said)")]
        public static partial void CannotRead(ILogger logger, string tenant, string hook, int count);
    }
}
