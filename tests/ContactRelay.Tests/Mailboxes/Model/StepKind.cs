namespace ContactRelay.Tests.Mailboxes.Model;

/// <summary>What may happen next. What cannot happen at that moment is passed over, so that any list of steps is a run.</summary>
public enum StepKind
{
    /// <summary>A caller sends an update to an intake.</summary>
    Send,

    /// <summary>A service puts a whole update on the queue.</summary>
    Enqueue,

    /// <summary>An intake goes on.</summary>
    Intake,

    /// <summary>A worker goes on, or picks a message.</summary>
    Work,

    /// <summary>An intake dies.</summary>
    CrashIntake,

    /// <summary>A worker dies; its message comes back.</summary>
    Crash,

    /// <summary>Time passes.</summary>
    Advance,

    /// <summary>A message is delivered twice.</summary>
    Duplicate,

    /// <summary>A request that nobody waits for any more reaches the provider.</summary>
    Land,
}
