using System.Text.Json;

namespace ContactRelay.Tenants;

/// <summary>Reads the callers of a tenant's document.</summary>
internal static class CallerReader
{
    /// <summary>What is wrong with the name of a hook that is not in the document.</summary>
    public const string NoSuchHook = "Must be the name of one of the tenant's hooks.";

    /// <summary>What <c>access</c> may be.</summary>
    public static readonly string[] AccessWords = ["full", "write"];

    private static readonly string[] Properties = ["name", "keySha256", "access", "hook"];

    public static List<Caller> Read(JsonElement root, DocumentDraft draft)
    {
        var callers = new List<Caller>();
        foreach (var (caller, pointer) in draft.Objects(root, "", "callers", Properties))
        {
            var hash = draft.Text(caller, pointer, "keySha256") ?? "";
            if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower))
            {
                draft.Fail(pointer + "/keySha256", "Must be the lower-case hex SHA-256 of the key: 64 digits.");
                continue;
            }

            var access = draft.OneOf(caller, pointer, "access", AccessWords) == "write" ? CallerAccess.Write : CallerAccess.Full;
            var hook = draft.Text(caller, pointer, "hook");
            if (hook is not null && !(root.TryGetProperty("hooks", out var hooks) && hooks.ValueKind == JsonValueKind.Object && hooks.TryGetProperty(hook, out _)))
            {
                draft.Fail(pointer + "/hook", NoSuchHook);
            }

            callers.Add(new(draft.Text(caller, pointer, "name") ?? "", Convert.FromHexString(hash), access, hook));
        }

        return callers;
    }
}
