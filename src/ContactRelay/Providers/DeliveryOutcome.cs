using System.Text;
using System.Text.Json;
using ContactRelay.Contacts;

namespace ContactRelay.Providers;

/// <summary>What a call to a provider came to, and what that means for the updates in it.</summary>
public sealed record DeliveryOutcome
{
    /// <summary>The most bytes of UTF-8 that are kept of a provider's words.</summary>
    public const int MaxReasonBytes = 512;

    /// <summary>The <see cref="Word"/> of a call that was forbidden.</summary>
    public const string ForbiddenWord = "forbidden";

    /// <summary>The longest wait that a provider is believed to want.</summary>
    public static readonly TimeSpan LongestBelieved = TimeSpan.FromDays(1);

    private const string Mask = "***";
    private const int MaxRuneBytes = 4;
    private static readonly TimeSpan WaitIfDoubted = TimeSpan.FromHours(1);

    private DeliveryOutcome(OutcomeKind kind) => Kind = kind;

    /// <summary>What it came to.</summary>
    public OutcomeKind Kind { get; }

    /// <summary>The id of the contact's record in the provider's answer; null where it was not delivered.</summary>
    public string? RecordId { get; private init; }

    /// <summary>Why, in the provider's words or in ours; null if it was simply delivered.</summary>
    public string? Reason { get; private init; }

    /// <summary>What a refusal is about.</summary>
    public RefusalScope Scope { get; private init; }

    /// <summary>How long to wait as the provider asks for it; null if it does not say, and an hour if what it says is not believed.</summary>
    public TimeSpan? After
    {
        get => AfterIsDoubted ? WaitIfDoubted : field;
        private init;
    }

    /// <summary>Whether the provider asks to wait for longer than is believed: then one call finds out after an hour.</summary>
    public bool AfterIsDoubted { get; private init; }

    /// <summary>Whether the provider may have applied it although it did not say so.</summary>
    public bool Unknown { get; private init; }

    /// <summary>Whether the call was forbidden, so that trying again may help or not.</summary>
    public bool IsForbidden => Word == ForbiddenWord;

    /// <summary>Whether it counts as one of the attempts that make the next wait longer.</summary>
    public bool SpendsAttempt => Kind != OutcomeKind.Unauthorized;

    /// <summary>The provider applied it; <paramref name="reason"/> is what is odd about its answer.</summary>
    public static DeliveryOutcome Delivered(string? recordId, string? reason = null) =>
        new(OutcomeKind.Delivered) { RecordId = recordId is null ? null : Cut(recordId), Reason = reason is null ? null : Cut(reason) };

    /// <summary>The provider took it and did not apply it.</summary>
    public static DeliveryOutcome Ignored(string reason) => new(OutcomeKind.Ignored) { Reason = Cut(reason) };

    /// <summary>The provider refuses it for good.</summary>
    public static DeliveryOutcome Rejected(string reason, RefusalScope scope = RefusalScope.Fields) =>
        new(OutcomeKind.Rejected) { Reason = Cut(reason), Scope = scope };

    /// <summary>Trying again later may help; where <paramref name="isUnknown"/>, the provider may have applied it already.</summary>
    public static DeliveryOutcome RetryLater(string reason, TimeSpan? after = null, bool isUnknown = false) =>
        new(OutcomeKind.RetryLater) { Reason = Cut(reason), After = after, AfterIsDoubted = after > LongestBelieved, Unknown = isUnknown };

    /// <summary>
    /// The provider, or something before it, refuses this call, which says nothing of the tenant's key: it is tried again
    /// for its contact alone, and refused for good only after some such answers.
    /// </summary>
    public static DeliveryOutcome Forbidden(string reason) => new(OutcomeKind.RetryLater) { Reason = Cut(reason), Word = ForbiddenWord };

    /// <summary>There was no answer: the provider may have applied it or not.</summary>
    public static DeliveryOutcome NoAnswer(string reason) =>
        new(OutcomeKind.RetryLater) { Reason = Cut(reason), Unknown = true, Word = "noAnswer" };

    /// <summary>The tenant has called too often.</summary>
    public static DeliveryOutcome Throttled(string reason, TimeSpan? after = null) =>
        new(OutcomeKind.Throttled) { Reason = Cut(reason), After = after, AfterIsDoubted = after > LongestBelieved };

    /// <summary>The tenant's key was refused, or is not to be had.</summary>
    public static DeliveryOutcome Unauthorized(string reason) => new(OutcomeKind.Unauthorized) { Reason = Cut(reason) };

    /// <summary>The outcome in a word, as the status API shows it: <c>delivered</c>, <c>retryLater</c>, <c>noAnswer</c> …</summary>
    public string Word
    {
        get => field ?? JsonNamingPolicy.CamelCase.ConvertName(Kind.ToString());
        private init;
    }

    /// <summary>The outcome without a secret that the provider's words repeat, be it in part where they were cut.</summary>
    public DeliveryOutcome Without(string secret)
    {
        if (Reason is null || secret.Length == 0)
        {
            return this;
        }

        var masked = Reason.Replace(secret, Mask, StringComparison.Ordinal);
        var cut = Encoding.UTF8.GetByteCount(Reason) > MaxReasonBytes - MaxRuneBytes
            ? Enumerable.Range(1, secret.Length - 1).LastOrDefault(length => masked.EndsWith(secret[..length], StringComparison.Ordinal))
            : 0;
        return this with { Reason = Cut(cut == 0 ? masked : masked[..^cut] + Mask) };
    }

    /// <summary>A provider's words as they are kept: nothing in them acts on the page or terminal that shows them.</summary>
    private static string Cut(string words)
    {
        var reason = PlainText.Escape(words);
        if (Encoding.UTF8.GetByteCount(reason) <= MaxReasonBytes)
        {
            return reason;
        }

        var cut = new StringBuilder();
        var bytes = 0;
        foreach (var rune in reason.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MaxReasonBytes)
            {
                break;
            }

            cut.Append(rune.ToString());
        }

        return cut.ToString();
    }
}
