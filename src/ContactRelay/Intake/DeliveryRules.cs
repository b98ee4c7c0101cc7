using System.Globalization;
using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Tenants;

namespace ContactRelay.Intake;

/// <summary>Says in sentences which rules decide over an update: when it goes, with what, and what if it fails.</summary>
internal static class DeliveryRules
{
    public static IReadOnlyList<string> Explain(
        Mailbox mailbox, Tenant tenant, IContactProvider provider, IncomingUpdate update, IntakeResult intake, DateTimeOffset now) =>
    [
        .. Replay(intake),
        .. Start(update.Options, now),
        Merge(mailbox, tenant, now),
        .. Supersede(mailbox, provider, update, now),
        .. Add(provider, update.Changes),
        Retry(tenant),
        update.Options.IdempotencyKey is null
            ? "Without an Idempotency-Key, sending it again makes another update."
            : "Sending it again with the same Idempotency-Key is the same update, and gets the same answer.",
    ];

    private static IEnumerable<string> Replay(IntakeResult intake) =>
        intake.IsReplay ? ["It was accepted before, under the same Idempotency-Key: sending it would get the first answer again, and change nothing."] : [];

    private static IEnumerable<string> Start(IntakeOptions options, DateTimeOffset now)
    {
        if (options.DeliverAt > now)
        {
            yield return $"It waits until {Text(options.DeliverAt.Value)}, and can be cancelled until it is started.";
        }
    }

    private static string Merge(Mailbox mailbox, Tenant tenant, DateTimeOffset now)
    {
        var due = mailbox.Pending.Count(pending => pending.IsDue(now));
        return tenant.DeliverEach
            ? $"Each update becomes a call of its own, in the order of their versions; {Count(due)} before it."
            : $"All that is pending for the contact when its turn comes becomes one call, with the newest value of each field; {Count(due)} to be merged with it.";
    }

    private static IEnumerable<string> Supersede(Mailbox mailbox, IContactProvider provider, IncomingUpdate update, DateTimeOffset now)
    {
        var version = update.Options.OccurredAt ?? update.Options.DeliverAt;
        yield return version is { } at
            ? $"Its values are from {Text(at)}: a field that was delivered in a newer version is left out, and an update with none left is superseded without a call."
            : "Its values are from now, so they are newer than all that came before; a newer update that is delivered first supersedes it.";
        if (version is not { } given)
        {
            yield break;
        }

        var mine = new UpdateVersion(given.ToUnixTimeMilliseconds(), mailbox.Sequence + 1);
        var overtaken = update.Changes.Paths
            .Where(path => !provider.AdditiveFields.Contains(path) && mailbox.IsOvertaken(path, mine))
            .Select(FieldPath.Pointer)
            .ToArray();
        if (overtaken.Length > 0)
        {
            yield return $"Newer values have been delivered already of {string.Join(", ", overtaken)}.";
        }
    }

    private static IEnumerable<string> Add(IContactProvider provider, ContactFields changes) => changes.Paths
        .Where(provider.AdditiveFields.Contains)
        .Select(path => $"{provider.Description.Title} adds what {FieldPath.Pointer(path)} holds to what the contact has, and takes nothing away.");

    private static string Retry(Tenant tenant) =>
        "If the provider does not answer, or asks to wait, it is tried again after "
        + $"{string.Join(", ", RetrySchedule.Planned.Select(Text))} and so on, give or take a fifth, for {Text(tenant.Limits.MaxAge)}; then it is expired. "
        + "If the provider refuses it for good, it is rejected and no other update with it. Either way its values are kept as a dead letter.";

    private static string Count(int updates) => updates switch
    {
        0 => "there is none now",
        1 => "there is 1 now",
        _ => $"there are {updates} now",
    };

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Text(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => $"{time.TotalDays:0.#} d",
        { TotalHours: >= 1 } => $"{time.TotalHours:0.#} h",
        { TotalMinutes: >= 1 } => $"{time.TotalMinutes:0.#} min",
        _ => $"{time.TotalSeconds:0.#} s",
    };
}
