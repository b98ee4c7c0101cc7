namespace ContactRelay.Mailboxes;

/// <summary>
/// What a tenant's rows are stored under: its id and its generation, so that an id that is deleted and used again sees
/// nothing of before.
/// </summary>
public static class TenantScope
{
    // No id has it, and of two ids none begins with the other's scope.
    private const char Separator = '~';

    /// <summary>The scope of a tenant's generation.</summary>
    public static string Of(string id, string generation) => generation.Length == 0 ? id : $"{id}{Separator}{generation}";

    /// <summary>The id of the tenant whose scope this is; of an id, the id itself.</summary>
    public static string IdOf(string scope) => scope.IndexOf(Separator) is var at and >= 0 ? scope[..at] : scope;
}
