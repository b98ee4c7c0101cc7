using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ContactRelay.Contacts;
using ContactRelay.Storage;

namespace ContactRelay.Tenants;

/// <summary>
/// Changes stored tenants. Its members throw <see cref="StorageUnavailableException"/> where the storage is away.
/// </summary>
public sealed class TenantAdmin(ITenantStore store, TenantReader reader, TenantDirectory directory, TimeProvider time)
{
    /// <summary>The name of what a document shows and does not say: it may come back with it, and is not stored.</summary>
    public const string Hold = "hold";

    private const int MaxConflicts = 10;
    private const int MaxCallers = 50;
    private const int MaxNameLength = 100;
    private const int KeyBytes = 32;
    private const int GenerationBytes = 8;
    private const string Callers = "callers";

    /// <summary>The ids of all tenants.</summary>
    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => store.ListAsync(cancellationToken);

    /// <summary>The tenant as stored, and one that is closed too; or null. Throws <see cref="UnreadableRowException"/> if its document cannot be read.</summary>
    public async Task<StoredTenant?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!TenantReader.IsId(id) || await store.FindAsync(id, cancellationToken) is not { } stored)
        {
            return null;
        }

        Stored(stored.Document);
        return stored;
    }

    /// <summary>
    /// Stores a tenant's document in the place of the one before. A document that says nothing of callers keeps those
    /// that there are, so that it can be kept in version control without their hashes.
    /// </summary>
    public async Task<TenantChange> PutAsync(string id, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        var read = reader.Read(document);
        if (read.Tenant is null)
        {
            return new(TenantChangeOutcome.Refused) { IsSyntax = read.IsSyntax, Errors = read.Errors };
        }

        if (read.Tenant.Id != id)
        {
            return Refused("/id", "Must be the id in the URL.");
        }

        return await ChangeAsync(id, stored => stored is { Life.IsBeingErased: true } ? new(TenantChangeOutcome.BeingErased) : new(TenantChangeOutcome.Saved)
        {
            Document = stored is { IsOpen: true } ? KeepCallers(WithoutHold(document), stored.Document) : WithoutHold(document),
            Life = stored is { IsOpen: true } ? stored.Life : NewLife(stored?.Life),
            IsNew = stored is not { IsOpen: true },
        }, cancellationToken);
    }

    /// <summary>
    /// Closes a tenant: from now on it is none any more, and a sweep erases all that it left.
    /// False where there is none.
    /// </summary>
    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        var change = TenantReader.IsId(id) ? await ChangeAsync(id, Close, cancellationToken) : null;
        return change is { Outcome: TenantChangeOutcome.Saved };
    }

    /// <summary>Makes a key for a new caller. Only its hash is stored, so this is the one time that it is seen.</summary>
    public async Task<TenantChange> AddCallerAsync(string id, NewCaller caller, CancellationToken cancellationToken)
    {
        var name = caller.Name;
        if (name.Length is 0 or > MaxNameLength || name.Any(char.IsControl))
        {
            return Refused("/name", $"Must have 1 to {MaxNameLength} characters, and no control characters.");
        }

        if (caller.Access is { } access && !CallerReader.AccessWords.Contains(access))
        {
            return Refused("/access", "Must be one of " + string.Join(", ", CallerReader.AccessWords) + ".");
        }

        if (!TenantReader.IsId(id))
        {
            return new(TenantChangeOutcome.NotFound);
        }

        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        return await ChangeAsync(
            id, stored => stored is { IsOpen: true } ? AddCaller(stored, caller, key) : new(TenantChangeOutcome.NotFound), cancellationToken);
    }

    private static TenantLife NewLife(TenantLife? former) =>
        new() { Generation = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(GenerationBytes)), Follows = former?.ClosedAt };

    /// <summary>Of the document nothing is kept: the names in it are of no use any more.</summary>
    private TenantChange Close(StoredTenant? stored) => stored is { IsOpen: true }
        ? new(TenantChangeOutcome.Saved) { Document = Write(new JsonObject()), Life = stored.Life with { ClosedAt = time.GetUtcNow() } }
        : new(TenantChangeOutcome.NotFound);

    private static TenantChange AddCaller(StoredTenant stored, NewCaller added, string key)
    {
        var json = Stored(stored.Document);
        var callers = json[Callers]?.AsArray() ?? [];
        if (callers.Count >= MaxCallers)
        {
            return Refused("", $"A tenant may have {MaxCallers} callers: take one away first.");
        }

        if (callers.Any(caller => caller?["name"]?.GetValue<string>() == added.Name))
        {
            return Refused("/name", "There is a caller of that name already.");
        }

        if (added.Hook is { } hook && json["hooks"]?[hook] is null)
        {
            return Refused("/hook", CallerReader.NoSuchHook);
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        var caller = new JsonObject { ["name"] = added.Name, ["keySha256"] = hash };
        if (added.Access is not null)
        {
            caller["access"] = added.Access;
        }

        if (added.Hook is not null)
        {
            caller["hook"] = added.Hook;
        }

        callers.Add((JsonNode)caller);
        json[Callers] = callers.DeepClone();
        return new(TenantChangeOutcome.Saved) { Document = Write(json), Life = stored.Life, Key = key };
    }

    private async Task<TenantChange> ChangeAsync(string id, Func<StoredTenant?, TenantChange> change, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxConflicts; tries++)
        {
            var stored = await store.FindAsync(id, cancellationToken);
            var changed = change(stored);
            if (changed.Outcome != TenantChangeOutcome.Saved)
            {
                return changed;
            }

            if (await store.SaveAsync(id, changed.Document, changed.Life, stored?.ETag, cancellationToken))
            {
                directory.Forget(id);
                return changed;
            }
        }

        throw new StorageUnavailableException("The tenant changes too fast to be saved.");
    }

    private static ReadOnlyMemory<byte> WithoutHold(ReadOnlyMemory<byte> document) =>
        Parse(document) is var json && json.Remove(Hold) ? Write(json) : document;

    private static ReadOnlyMemory<byte> KeepCallers(ReadOnlyMemory<byte> document, ReadOnlyMemory<byte> before)
    {
        if (Parse(document) is not { } json || json.ContainsKey(Callers))
        {
            return document;
        }

        // Storing it anew is how a document that cannot be read is repaired.
        json[Callers] = UnreadableRowException.TryRead(() => Parse(before), out var stored, out _) ? stored[Callers]?.DeepClone() : null;
        return json[Callers] is null ? document : Write(json);
    }

    private static JsonObject Stored(ReadOnlyMemory<byte> document) => UnreadableRowException.Read("tenants", null, () => Parse(document));

    private static JsonObject Parse(ReadOnlyMemory<byte> document) => JsonNode.Parse(document.Span)!.AsObject();

    private static byte[] Write(JsonObject json) => JsonText.Write(writer => json.WriteTo(writer));

    private static TenantChange Refused(string pointer, string detail) =>
        new(TenantChangeOutcome.Refused) { Errors = [new FieldError(pointer, detail)] };
}
