using Azure;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;

namespace ContactRelay.Secrets;

/// <summary>
/// Secrets from a key vault. Whatever comes of reading one is in the answer: it throws only when the caller gives up.
/// </summary>
public sealed class KeyVaultSecretReader(SecretClient client, TimeProvider? time = null) : ISecretReader
{
    /// <summary>
    /// How long a reading may take with all of its retries and the vault's Retry-After, which the SDK waits out however
    /// long it is. A key that came later would find too little of the lease left for the call.
    /// </summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public async Task<SecretReading> ReadAsync(string name, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, time ?? TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            KeyVaultSecret secret = await client.GetSecretAsync(name, cancellationToken: either.Token);
            return SecretReading.Found(name, secret.Value, secret.Properties.Version);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return SecretReading.Missing($"There is no secret '{name}' in the key vault.");
        }
        catch (RequestFailedException e) when (e.Status == 403)
        {
            // Key Vault answers so for a disabled secret, for an identity without the role to read it, and for an address
            // that its network rules keep out. An expired secret it hands out all the same.
            return SecretReading.Missing($"The secret '{name}' must not be read: it is disabled, or the app's identity lacks the role Key Vault Secrets User, or the vault's network rules keep the app out.");
        }
        catch (RequestFailedException e)
        {
            return SecretReading.Unavailable($"The key vault cannot be read now (HTTP {e.Status}).");
        }
        catch (AuthenticationFailedException)
        {
            return SecretReading.Unavailable("No token for the key vault could be had.");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Once all of its tries have failed or timed out, the pipeline throws an AggregateException or says that it
            // was cancelled. For an answer that is no vault's, such as a proxy's page or a challenge that names another
            // domain, the SDK throws what its parsing happens to throw. That may quote the answer, so only its type is told.
            return SecretReading.Unavailable(e is AggregateException or OperationCanceledException or IOException
                ? "The key vault cannot be reached now."
                : $"What the key vault answered cannot be used ({e.GetType().Name}).");
        }
    }
}
