using Azure;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;

namespace ContactRelay.Secrets;

/// <summary>Secrets from a key vault.</summary>
public sealed class KeyVaultSecretReader(SecretClient client) : ISecretReader
{
    /// <inheritdoc/>
    public async Task<SecretReading> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            KeyVaultSecret secret = await client.GetSecretAsync(name, cancellationToken: cancellationToken);
            return SecretReading.Found(name, secret.Value, secret.Properties.Version);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return SecretReading.Missing($"There is no secret '{name}' in the key vault.");
        }
        catch (RequestFailedException e) when (e.Status == 403)
        {
            // Key Vault answers so for a disabled or expired secret, and for an identity without the role to read it.
            return SecretReading.Missing($"The secret '{name}' must not be read: it is disabled or expired, or the app's identity lacks the role Key Vault Secrets User.");
        }
        catch (RequestFailedException e)
        {
            return SecretReading.Unavailable($"The key vault cannot be read now (HTTP {e.Status}).");
        }
        catch (AuthenticationFailedException)
        {
            return SecretReading.Unavailable("No token for the key vault could be had.");
        }
        catch (Exception e) when (e is AggregateException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // What the pipeline throws once all of its tries have failed, or timed out.
            return SecretReading.Unavailable("The key vault cannot be reached now.");
        }
    }
}
