namespace ContactRelay.LocalHost.Storage;

/// <summary>A parameter of a statement: a text, a number, some bytes, or null.</summary>
internal readonly struct SqlValue
{
    private SqlValue(object? reference, long? number) => (Reference, Number) = (reference, number);

    /// <summary>The text or the bytes; null for anything else.</summary>
    public object? Reference { get; }

    /// <summary>The number; null for anything else.</summary>
    public long? Number { get; }

    public static implicit operator SqlValue(string text) => new(text, null);

    public static implicit operator SqlValue(byte[] bytes) => new(bytes, null);

    public static implicit operator SqlValue(long number) => new(null, number);

    public static implicit operator SqlValue(long? number) => new(null, number);
}
