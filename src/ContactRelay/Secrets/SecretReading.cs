namespace ContactRelay.Secrets;

/// <summary>What came of reading a secret: its value, or why there is none.</summary>
public sealed record SecretReading
{
    private SecretReading()
    {
    }

    /// <summary>The value; null where there is none.</summary>
    public string? Value { get; private init; }

    /// <summary>Which version of the secret it is; null where there is none.</summary>
    public string? Version { get; private init; }

    /// <summary>Why there is no value, in words for the tenant's owner; null where there is one.</summary>
    public string? Problem { get; private init; }

    /// <summary>Whether it may simply work later; else somebody has to do something first.</summary>
    public bool IsPassing { get; private init; }

    /// <summary>
    /// A secret as it was read. White space around it is dropped, since it comes from files and clipboards; a value
    /// that no header could carry is a problem.
    /// </summary>
    public static SecretReading Found(string name, string? value, string version) =>
        value?.Trim() is { Length: > 0 } key && !key.Any(char.IsControl)
            ? new() { Value = key, Version = version }
            : Missing($"The secret '{name}' is empty or holds a control character.");

    /// <summary>There is no such secret, or it must not be read.</summary>
    public static SecretReading Missing(string problem) => new() { Problem = problem };

    /// <summary>The place where secrets are kept cannot be reached now.</summary>
    public static SecretReading Unavailable(string problem) => new() { Problem = problem, IsPassing = true };

    /// <summary>Never the value: this text may reach a log.</summary>
    public override string ToString() => Problem ?? "found";
}
