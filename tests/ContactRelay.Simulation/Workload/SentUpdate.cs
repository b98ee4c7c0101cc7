using ContactRelay.Contacts;
using ContactRelay.Intake;
using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Providers;

namespace ContactRelay.Simulation.Workload;

/// <summary>One update of the workload, and what has become known of it from outside.</summary>
internal sealed record SentUpdate
{
    public required int Number { get; init; }

    public required SimulatedTenant Tenant { get; init; }

    public required MailboxKey Key { get; init; }

    /// <summary>The changes as they are sent.</summary>
    public required string Json { get; init; }

    /// <summary>The same, read.</summary>
    public required ContactFields Changes { get; init; }

    public required IntakeOptions Options { get; init; }

    /// <summary>The hash of what it asks for: no two updates of a run ask for the same.</summary>
    public required string BodyHash { get; init; }

    /// <summary>Whether the provider refuses it for good.</summary>
    public bool IsBad { get; init; }

    /// <summary>Whether more than one caller sends it.</summary>
    public bool IsSentTwice { get; set; }

    /// <summary>Whether it comes as a message.</summary>
    public bool IsMessage { get; init; }

    /// <summary>The update whose idempotency key it uses, although it asks for something else; null for none.</summary>
    public SentUpdate? KeyOf { get; init; }

    /// <summary>The id that it has in its mailbox; null as long as it is not stored.</summary>
    public string? Id { get; set; }

    /// <summary>The version that it was stored in, for good.</summary>
    public UpdateVersion Version { get; set; }

    /// <summary>
    /// Whether its message came to the poison queue, where it has another id: an update without a key of its own may
    /// then be accepted once more.
    /// </summary>
    public bool WasPoisoned { get; set; }

    /// <summary>Whether somebody has asked to cancel it.</summary>
    public bool IsCancelling { get; set; }

    /// <summary>Whether somebody has asked to send it again, or to give it up, after it was not delivered.</summary>
    public bool IsDecidedOver { get; set; }

    /// <summary>
    /// Whether it is being sent again, and whoever asked for that has no answer: it may be pending again with nothing to
    /// wake it.
    /// </summary>
    public bool IsBeingRedriven { get; set; }

    /// <summary>
    /// Whether it was erased while it was being accepted, so that it may have been accepted before and after it under the
    /// same id.
    /// </summary>
    public bool MayReturn { get; set; }

    /// <summary>What had become of it when its mailbox forgot it for its age; null as long as it is not forgotten.</summary>
    public SettledUpdate? Forgotten { get; set; }

    /// <summary>Whether it was erased with its contact.</summary>
    public bool IsErased { get; set; }

    /// <summary>The status that its caller was told; null as long as no caller had an answer.</summary>
    public UpdateStatus? Answered { get; set; }
}
