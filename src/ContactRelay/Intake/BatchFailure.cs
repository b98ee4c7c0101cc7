namespace ContactRelay.Intake;

/// <summary>Why a batch was refused as a whole.</summary>
public enum BatchFailure
{
    /// <summary>It is not JSON, so that nobody can tell its items apart.</summary>
    NotJson,

    /// <summary>It is JSON, and not an array.</summary>
    NotAnArray,

    /// <summary>It has too many bytes or items.</summary>
    TooLarge,
}
