/** What the Test Explorer shows: the one place that makes it, with its texts made inert. */
import * as vscode from 'vscode';
import { forLabel } from '../../inert/label.ts';
import { visible } from '../../inert/visible.ts';

export function testItem(
  controller: vscode.TestController,
  id: string,
  label: string,
  uri: vscode.Uri,
): vscode.TestItem {
  return controller.createTestItem(id, forLabel(label), uri);
}

/** Why a test did not pass, and where. */
export function testMessage(text: string, place?: vscode.Location): vscode.TestMessage {
  const message = new vscode.TestMessage(visible(text));
  if (place !== undefined) message.location = place;
  return message;
}
