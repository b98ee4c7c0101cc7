namespace ContactRelay.Providers;

/// <summary>What a refusal is about.</summary>
public enum RefusalScope
{
    /// <summary>The values that were sent: another update of the same contact may well pass.</summary>
    Fields,

    /// <summary>The contact itself, which does not exist or cannot be changed: no update of it will pass.</summary>
    Contact,
}
