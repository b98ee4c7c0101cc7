namespace ContactRelay.Storage;

/// <summary>A storage account's shared key.</summary>
/// <param name="Account">The account's name.</param>
/// <param name="Key">The key in base64.</param>
internal sealed record AccountKey(string Account, string Key)
{
    /// <summary>The account alone, since this text may reach a log.</summary>
    public override string ToString() => Account;
}
