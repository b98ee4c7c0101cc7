namespace ContactRelay.Mailboxes;

/// <summary>One call to the provider, or one that could not be made.</summary>
/// <param name="At">When the call began.</param>
/// <param name="Outcome">What came of it, in a word, such as <c>delivered</c> or <c>retryLater</c>.</param>
/// <param name="HttpStatus">The provider's HTTP status; null where no answer came or no call was made.</param>
/// <param name="Milliseconds">How long the call took.</param>
/// <param name="Reason">Why, in the provider's words or in ours, at most 512 bytes; null where it was delivered.</param>
/// <param name="Unknown">Whether the provider may have applied the update although it did not say so.</param>
public sealed record Attempt(
    DateTimeOffset At, string Outcome, int? HttpStatus = null, int Milliseconds = 0, string? Reason = null, bool Unknown = false)
{
    /// <summary>Which of the mailbox's attempts it was, from 1.</summary>
    public int Number { get; init; }
}
