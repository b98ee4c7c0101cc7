namespace ContactRelay.Intake.Hooks;

/// <summary>Whether a request is its sender's.</summary>
public enum HookVerdict
{
    /// <summary>It is.</summary>
    Verified,

    /// <summary>Nothing shows that it is.</summary>
    Refused,

    /// <summary>It was, but too long ago, or its clock is wrong: somebody may have kept it.</summary>
    Stale,

    /// <summary>There is no secret to tell by.</summary>
    NoSecret,
}
