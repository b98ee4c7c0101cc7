using System.Collections.Frozen;

namespace ContactRelay.Contacts;

/// <summary>The fields that ContactRelay knows by name; all others go under <c>fields</c>.</summary>
public static class CanonicalFields
{
    /// <summary>The contact's e-mail address.</summary>
    public const string Email = "email";

    /// <summary>The given name.</summary>
    public const string FirstName = "firstName";

    /// <summary>The family name.</summary>
    public const string LastName = "lastName";

    /// <summary>The whole name, for those who do not keep its parts.</summary>
    public const string Name = "name";

    /// <summary>Whether and how the contact wants mail: one of <see cref="Subscriptions"/>.</summary>
    public const string Subscription = "subscription";

    /// <summary>Tags: names, or a provider's integer ids.</summary>
    public const string Tags = "tags";

    /// <summary>Mailing lists: a provider's integer ids.</summary>
    public const string Lists = "lists";

    /// <summary>A date of birth, as text.</summary>
    public const string BirthDate = "birthDate";

    /// <summary>The gender, as text.</summary>
    public const string Gender = "gender";

    /// <summary>The marital status, as text.</summary>
    public const string MaritalStatus = "maritalStatus";

    /// <summary>The canonical fields that hold one text.</summary>
    public static readonly FrozenSet<string> Texts = new[]
    {
        Email, FirstName, LastName, Name, "phone", "title", "jobTitle", "company", "department", "industry",
        BirthDate, Gender, MaritalStatus, "note",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The parts of <c>address</c>, each a text; their paths are <c>address.street</c> and so on.</summary>
    public static readonly FrozenSet<string> AddressParts =
        new[] { "street", "city", "state", "postalCode", "country" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What <see cref="Subscription"/> may be.</summary>
    public static readonly FrozenSet<string> Subscriptions = new[]
    {
        "subscribed", "unsubscribed", "unconfirmed", "cleaned", "complained", "suppressed",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the path names a canonical field.</summary>
    public static bool Contains(string path) =>
        Texts.Contains(path) || path is Subscription or Tags or Lists
        || (path.StartsWith("address.", StringComparison.Ordinal) && AddressParts.Contains(path["address.".Length..]));
}
