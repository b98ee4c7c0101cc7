namespace ContactRelay.Intake.Hooks;

/// <summary>What shows that a request to a hook is its sender's.</summary>
public enum HookProof
{
    /// <summary>A signature over the request.</summary>
    Signature,

    /// <summary>The key of one of the tenant's callers, as a bearer token.</summary>
    CallerKey,

    /// <summary>A secret as the last segment of the URL.</summary>
    Path,
}
